package dev.pluto.engine.analysis.folding;

import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.operator.InferenceContext;
import java.util.List;

/** Computes the outputs of one operator. */
@FunctionalInterface
interface FoldingRule {
  /**
   * The outputs.
   *
   * @param inputs types of all inputs, and elements of those that the operator reads
   * @param outputs inferred types of the outputs
   * @throws UnknownElements if an element that it reads is not known
   */
  List<Tensor> apply(Node node, InferenceContext inputs, List<TensorType> outputs)
      throws UnknownElements;

  /** The elements of an input. */
  static Tensor elements(InferenceContext inputs, int index) throws UnknownElements {
    return inputs.constant(index).filter(Tensor::hasData).orElseThrow(UnknownElements::new);
  }
}
