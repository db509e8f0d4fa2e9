package dev.pluto.engine.operator;

import dev.pluto.engine.opaque.OpaqueOperator;
import dev.pluto.engine.operator.convolution.Convolution;
import dev.pluto.engine.operator.convolution.TransposedConvolution;
import dev.pluto.engine.operator.elementwise.Activation;
import dev.pluto.engine.operator.elementwise.Arithmetic;
import dev.pluto.engine.operator.elementwise.Cast;
import dev.pluto.engine.operator.elementwise.Clip;
import dev.pluto.engine.operator.elementwise.Dropout;
import dev.pluto.engine.operator.elementwise.ParametricRelu;
import dev.pluto.engine.operator.elementwise.Predicate;
import dev.pluto.engine.operator.elementwise.Selection;
import dev.pluto.engine.operator.elementwise.Triangle;
import dev.pluto.engine.operator.elementwise.Where;
import dev.pluto.engine.operator.indexing.Gather;
import dev.pluto.engine.operator.indexing.GatherElements;
import dev.pluto.engine.operator.indexing.ScatterND;
import dev.pluto.engine.operator.indexing.Slice;
import dev.pluto.engine.operator.matrix.Einsum;
import dev.pluto.engine.operator.matrix.Gemm;
import dev.pluto.engine.operator.matrix.MatMul;
import dev.pluto.engine.operator.normalization.BatchNormalization;
import dev.pluto.engine.operator.normalization.GroupNormalization;
import dev.pluto.engine.operator.normalization.InstanceNormalization;
import dev.pluto.engine.operator.normalization.LayerNormalization;
import dev.pluto.engine.operator.normalization.LocalResponseNormalization;
import dev.pluto.engine.operator.normalization.LpNormalization;
import dev.pluto.engine.operator.normalization.Softmax;
import dev.pluto.engine.operator.padding.Expand;
import dev.pluto.engine.operator.padding.Pad;
import dev.pluto.engine.operator.padding.Tile;
import dev.pluto.engine.operator.pooling.AveragePool;
import dev.pluto.engine.operator.pooling.GlobalPool;
import dev.pluto.engine.operator.pooling.LpPool;
import dev.pluto.engine.operator.pooling.MaxPool;
import dev.pluto.engine.operator.recurrent.RecurrentLayer;
import dev.pluto.engine.operator.reduction.CumulativeSum;
import dev.pluto.engine.operator.reduction.Extreme;
import dev.pluto.engine.operator.reduction.Reduction;
import dev.pluto.engine.operator.resampling.Resize;
import dev.pluto.engine.operator.shape.Concat;
import dev.pluto.engine.operator.shape.DepthToSpace;
import dev.pluto.engine.operator.shape.Flatten;
import dev.pluto.engine.operator.shape.Reshape;
import dev.pluto.engine.operator.shape.SpaceToDepth;
import dev.pluto.engine.operator.shape.Split;
import dev.pluto.engine.operator.shape.Transpose;
import dev.pluto.engine.operator.shape.UnitAxes;
import dev.pluto.engine.operator.source.ElementCount;
import dev.pluto.engine.operator.source.Filled;
import dev.pluto.engine.operator.source.Range;
import dev.pluto.engine.operator.source.ShapeOf;
import dev.pluto.spi.operator.OperatorDefinition;
import java.util.List;
import java.util.stream.Stream;

/**
 * The operators that come with the engine: those of ONNX's own domain, the choice, and what is kept
 * as it is.
 */
public final class BuiltInOperators {
  private static final List<OperatorDefinition> ALL =
      Stream.of(
              Stream.of(new Convolution(), new TransposedConvolution()),
              Stream.of(new Gemm(), new MatMul(), new Einsum()),
              RecurrentLayer.all(),
              Stream.of(new BatchNormalization(), new InstanceNormalization()),
              Stream.of(new LayerNormalization(), new GroupNormalization()),
              Stream.of(new LocalResponseNormalization(), new LpNormalization()),
              Stream.of(Softmax.linear(), Softmax.logarithmic()),
              Stream.of(new AveragePool(), new MaxPool(), new LpPool()),
              Stream.of(GlobalPool.average(), GlobalPool.max(), GlobalPool.norm()),
              Activation.all(),
              Arithmetic.all(),
              Stream.of(new Selection(), new OpaqueOperator()),
              Predicate.all(),
              Stream.of(
                  new Cast(),
                  new Clip(),
                  new Dropout(),
                  new ParametricRelu(),
                  new Where(),
                  new Triangle()),
              Reduction.all(),
              Stream.of(Extreme.largest(), Extreme.smallest(), new CumulativeSum()),
              Stream.of(new Reshape(), new Flatten(), new Transpose()),
              Stream.of(UnitAxes.squeeze(), UnitAxes.unsqueeze()),
              Stream.of(new DepthToSpace(), new SpaceToDepth()),
              Stream.of(new Concat(), new Split()),
              Stream.of(new Slice(), new Gather(), new GatherElements(), new ScatterND()),
              Stream.of(new Pad(), new Expand(), new Tile()),
              Stream.of(Resize.resize(), Resize.upsample()),
              Stream.of(new ShapeOf(), new ElementCount(), new Filled(), new Range()))
          .<OperatorDefinition>flatMap(family -> family)
          .toList();

  private BuiltInOperators() {}

  /** All of them, each operator once. */
  public static List<OperatorDefinition> all() {
    return ALL;
  }
}
