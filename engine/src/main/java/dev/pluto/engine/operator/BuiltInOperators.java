package dev.pluto.engine.operator;

import dev.pluto.engine.operator.convolution.Convolution;
import dev.pluto.engine.operator.convolution.TransposedConvolution;
import dev.pluto.engine.operator.elementwise.Activation;
import dev.pluto.engine.operator.elementwise.Arithmetic;
import dev.pluto.engine.operator.elementwise.Cast;
import dev.pluto.engine.operator.elementwise.Clip;
import dev.pluto.engine.operator.elementwise.Dropout;
import dev.pluto.engine.operator.elementwise.ParametricRelu;
import dev.pluto.engine.operator.matrix.Gemm;
import dev.pluto.engine.operator.matrix.MatMul;
import dev.pluto.engine.operator.normalization.BatchNormalization;
import dev.pluto.engine.operator.normalization.Softmax;
import dev.pluto.engine.operator.pooling.AveragePool;
import dev.pluto.engine.operator.pooling.GlobalPool;
import dev.pluto.engine.operator.pooling.MaxPool;
import dev.pluto.engine.operator.reduction.Reduction;
import dev.pluto.engine.operator.shape.Concat;
import dev.pluto.engine.operator.shape.DepthToSpace;
import dev.pluto.engine.operator.shape.Flatten;
import dev.pluto.engine.operator.shape.Gather;
import dev.pluto.engine.operator.shape.Reshape;
import dev.pluto.engine.operator.shape.ShapeOf;
import dev.pluto.engine.operator.shape.SpaceToDepth;
import dev.pluto.engine.operator.shape.Split;
import dev.pluto.engine.operator.shape.Transpose;
import dev.pluto.engine.operator.shape.UnitAxes;
import dev.pluto.spi.operator.OperatorDefinition;
import java.util.List;
import java.util.stream.Stream;

/** The operators of ONNX's own domain that come with the engine. */
public final class BuiltInOperators {
  private static final List<OperatorDefinition> ALL =
      Stream.of(
              Stream.of(new Convolution(), new TransposedConvolution()),
              Stream.of(new Gemm(), new MatMul()),
              Stream.of(new BatchNormalization(), Softmax.linear(), Softmax.logarithmic()),
              Stream.of(new AveragePool(), new MaxPool(), GlobalPool.average(), GlobalPool.max()),
              Activation.all(),
              Arithmetic.all(),
              Stream.of(new Cast(), new Clip(), new Dropout(), new ParametricRelu()),
              Reduction.all(),
              Stream.of(new Reshape(), new Flatten(), new Transpose()),
              Stream.of(UnitAxes.squeeze(), UnitAxes.unsqueeze()),
              Stream.of(new DepthToSpace(), new SpaceToDepth()),
              Stream.of(new Concat(), new Split(), new Gather(), new ShapeOf()))
          .<OperatorDefinition>flatMap(family -> family)
          .toList();

  private BuiltInOperators() {}

  /** All of them, each operator once. */
  public static List<OperatorDefinition> all() {
    return ALL;
  }
}
