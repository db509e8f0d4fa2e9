package dev.pluto.engine.opaque;

import dev.pluto.engine.analysis.RuntimeFacts;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.graph.ValueInfo;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * What ONNX Runtime finds out about the values of a model: from the operators where they tell, else
 * by running the model once on made-up numbers. Nothing is done before the first question.
 */
final class ProbedModel implements RuntimeFacts {
  private final Graph graph;
  private final Map<String, Shape> shapes;
  private Optional<Map<String, Typed>> found = Optional.empty();

  /**
   * A model to be asked.
   *
   * @param shapes of all inputs
   */
  ProbedModel(Graph graph, Map<String, Shape> shapes) {
    this.graph = graph;
    this.shapes = shapes;
  }

  /**
   * {@inheritDoc}
   *
   * @throws dev.pluto.spi.ProblemException of kind MODEL if ONNX Runtime cannot load or run the
   *     model
   */
  @Override
  public Optional<Typed> of(String value) {
    if (found.isEmpty()) {
      found = Optional.of(probe());
    }
    return Optional.ofNullable(found.get().get(value));
  }

  private Map<String, Typed> probe() {
    Graph fixed =
        graph.toBuilder().inputs(graph.inputs().stream().map(this::fixed).toList()).build();
    List<String> values =
        graph.nodes().stream()
            .map(Node::outputs)
            .flatMap(List::stream)
            .filter(output -> !output.isEmpty())
            .toList();
    String name = "model " + graph.name();
    Map<String, ValueInfo> stated =
        OnnxRuntimeModel.outputTypes(OnnxWriter.writeProbe(fixed, values), name);
    Map<String, Typed> types = new LinkedHashMap<>();
    stated.forEach(
        (value, info) -> known(info).ifPresent(type -> types.put(value, new Typed(type, false))));
    List<String> open = stated.keySet().stream().filter(v -> !types.containsKey(v)).toList();
    if (!open.isEmpty()) {
      run(OnnxWriter.writeProbe(fixed, open), name)
          .forEach(
              (value, tensor) ->
                  types.put(
                      value,
                      // Without axes and without a statement: a number, as far as anyone can tell.
                      new Typed(
                          new TensorType(tensor.dataType(), tensor.shape()),
                          tensor.shape().rank() > 0)));
    }
    return types;
  }

  private ValueInfo fixed(ValueInfo input) {
    Shape shape = shapes.get(input.name());
    if (shape == null) {
      throw new IllegalArgumentException("no shape for input '" + input.name() + "'");
    }
    List<Dimension> sizes =
        Arrays.stream(shape.sizes()).<Dimension>mapToObj(Dimension.Fixed::new).toList();
    return new ValueInfo(input.name(), input.dataType(), Optional.of(sizes));
  }

  /** The type, where all sizes are known; no axes may mean that nothing is. */
  private static Optional<TensorType> known(ValueInfo stated) {
    List<Dimension> sizes = stated.dimensions().orElse(List.of());
    boolean fixed =
        !sizes.isEmpty() && sizes.stream().allMatch(size -> size instanceof Dimension.Fixed);
    return fixed
        ? Optional.of(
            new TensorType(
                stated.dataType(),
                Shape.of(sizes.stream().map(size -> ((Dimension.Fixed) size).size()).toList())))
        : Optional.empty();
  }

  private Map<String, Tensor> run(byte[] model, String name) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (ValueInfo input : graph.inputs()) {
      Shape shape = shapes.get(input.name());
      if (shape != null) {
        inputs.put(input.name(), madeUp(input.dataType(), shape));
      }
    }
    try (OnnxRuntimeModel running = OnnxRuntimeModel.open(model, name, 1)) {
      return running.run(inputs);
    } catch (ProblemException e) {
      String what = e.problems().stream().map(Problem::what).collect(Collectors.joining("; "));
      throw new ProblemException(
          ProblemException.Kind.MODEL,
          new Problem(
              "%s, with inputs of %s".formatted(name, shapes),
              what,
              "other sizes, where the model leaves them open (--input-shape)"));
    }
  }

  /** Numbers from 0 to 1 for floats, zeros for integers, which are indices or lengths. */
  private static Tensor madeUp(DataType type, Shape shape) {
    SplittableRandom random = new SplittableRandom(shape.elements());
    float[] numbers = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextDouble();
    }
    return type.isFloat()
        ? Conversion.to(type, Tensor.ofFloats(shape, numbers))
        : Tensor.of(
            type, shape, ByteBuffer.allocate(Math.toIntExact(type.bytes(shape.elements()))));
  }
}
