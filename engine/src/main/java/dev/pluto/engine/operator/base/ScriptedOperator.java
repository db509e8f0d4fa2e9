package dev.pluto.engine.operator.base;

import ai.djl.ndarray.NDList;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.OperatorDefinition;
import dev.pluto.spi.operator.OperatorKey;

/** An operator of ONNX's own domain whose forward form is one call into compiled TorchScript. */
public abstract class ScriptedOperator implements OperatorDefinition {
  private final OperatorKey key;

  /** Defines the operator of this type. */
  protected ScriptedOperator(String opType) {
    key = OperatorKey.onnx(opType);
  }

  @Override
  public final OperatorKey key() {
    return key;
  }

  /**
   * The function that computes the node.
   *
   * @param inputs the present inputs, for their shapes and, where small, their elements
   */
  protected abstract Script script(Node node, NDList inputs, ForwardContext context);

  @Override
  public final NDList forward(Node node, NDList inputs, ForwardContext context) {
    return context.scripts().compile(script(node, inputs, context).text()).apply(inputs);
  }
}
