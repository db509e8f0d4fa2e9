package dev.pluto.spi.operator;

import ai.djl.ndarray.NDList;
import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.TensorType;
import java.util.List;
import org.pf4j.ExtensionPoint;

/**
 * All that Pluto knows of one ONNX operator. The built-in operators are defined by it too; a custom
 * domain comes as a plugin. Implementations are stateless and thread-safe.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface OperatorDefinition extends ExtensionPoint {
  /** The operator that this defines. */
  OperatorKey key();

  /**
   * Types of the outputs.
   *
   * @throws IllegalArgumentException if attributes and input shapes do not fit; the message says
   *     why
   */
  List<TensorType> infer(Node node, InferenceContext context);

  /**
   * Says how channels pass: which slots must change together, which sums make a channel vanish, and
   * what must stay as it is. Every axis that this does not mention is fixed.
   */
  void trace(Node node, ChannelTracer tracer);

  /**
   * The differentiable forward form.
   *
   * @param inputs one array per input, absent optional inputs left out at the end; floats as
   *     FLOAT32, integers as INT64, in the shapes of the present batch
   * @return one array per output, attached to the manager of the first input
   */
  NDList forward(Node node, NDList inputs, ForwardContext context);

  /**
   * Multiply-adds of one execution, 0 for operators that neither convolve nor multiply matrices.
   */
  default long macs(Node node, List<TensorType> inputs, List<TensorType> outputs) {
    return 0;
  }
}
