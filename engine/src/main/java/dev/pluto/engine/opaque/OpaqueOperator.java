package dev.pluto.engine.opaque;

import ai.djl.ndarray.NDList;
import dev.pluto.engine.analysis.RuntimeFacts;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Choice;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.OpaquePart;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.operator.ChannelTracer;
import dev.pluto.spi.operator.ForwardContext;
import dev.pluto.spi.operator.InferenceContext;
import dev.pluto.spi.operator.OperatorDefinition;
import dev.pluto.spi.operator.OperatorKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * {@link OpaquePart}: ONNX Runtime tells the types of its outputs, no channel passes it, and it has
 * no differentiable form: the forward pass runs it on the host.
 */
public final class OpaqueOperator implements OperatorDefinition {
  /** Constants with more elements are data and say nothing about shapes. */
  private static final long LARGEST_TOLD = 4096;

  /** What was found out, by body and input types: the same questions come again and again. */
  private final Map<Graph, Map<List<Object>, List<TensorType>>> known = new WeakHashMap<>();

  @Override
  public OperatorKey key() {
    return new OperatorKey(Choice.DOMAIN, OpaquePart.OP_TYPE);
  }

  @Override
  public List<TensorType> infer(Node node, InferenceContext context) {
    Graph body = OpaquePart.body(node);
    List<Object> question = new ArrayList<>();
    for (int i = 0; i < body.inputs().size(); i++) {
      question.add(context.input(i));
      question.add(small(context.constant(i)));
    }
    synchronized (known) {
      Map<List<Object>, List<TensorType>> answers =
          known.computeIfAbsent(body, b -> new HashMap<>());
      List<TensorType> answer = answers.get(question);
      if (answer == null) {
        answer = ask(body, context);
        answers.put(question, answer);
      }
      return answer;
    }
  }

  private static Optional<Tensor> small(Optional<Tensor> constant) {
    return constant.filter(tensor -> tensor.shape().elements() <= LARGEST_TOLD);
  }

  private static List<TensorType> ask(Graph body, InferenceContext context) {
    Graph.Builder alone = body.toBuilder();
    List<ValueInfo> inputs = new ArrayList<>();
    Map<String, Shape> shapes = new HashMap<>();
    for (int i = 0; i < body.inputs().size(); i++) {
      ValueInfo input = body.inputs().get(i);
      Optional<Tensor> constant = context.constant(i);
      if (constant.isPresent()) {
        alone.initializer(input.name(), constant.get());
      } else {
        inputs.add(input);
        shapes.put(input.name(), context.input(i).shape());
      }
    }
    ProbedModel probed = new ProbedModel(alone.inputs(inputs).build(), shapes);
    List<TensorType> types = new ArrayList<>();
    try {
      for (ValueInfo output : body.outputs()) {
        types.add(
            probed
                .of(output.name())
                .map(RuntimeFacts.Typed::type)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "'" + output.name() + "' is no tensor of numbers")));
      }
    } catch (ProblemException refused) {
      throw new IllegalArgumentException(refused.getMessage(), refused);
    }
    return List.copyOf(types);
  }

  @Override
  public void trace(Node node, ChannelTracer tracer) {
    for (String input : node.inputs()) {
      for (int axis = 0; axis < tracer.type(input).shape().rank(); axis++) {
        tracer.fix(tracer.channels(input, axis), "is kept as it is, and so is what it reads");
      }
    }
  }

  /**
   * Not to be called.
   *
   * @throws UnsupportedOperationException always: it takes a session of ONNX Runtime, which belongs
   *     to the network that is run
   */
  @Override
  public NDList forward(Node node, NDList inputs, ForwardContext context) {
    throw new UnsupportedOperationException(node + " has no differentiable form");
  }

  @Override
  public long macs(Node node, List<TensorType> inputs, List<TensorType> outputs) {
    return OpaquePart.macs(node);
  }
}
