package dev.pluto.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.pluto.engine.analysis.ShapeInference;
import dev.pluto.engine.analysis.Types;
import dev.pluto.engine.onnx.OnnxReader;
import dev.pluto.engine.onnx.SharedModels;
import dev.pluto.engine.opaque.OpaqueParts;
import dev.pluto.engine.train.TrainingForm;
import dev.pluto.engine.train.TrainingSession;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One of the ONNX project's own cases: a model of one node, inputs and expected outputs. */
record ConformanceCase(Path folder) {
  static final double TOLERANCE = 1e-4;

  /** Training computes in 32-bit floats; what these hold cannot be compared. */
  private static final Set<DataType> NOT_TRAINED =
      Set.of(DataType.FLOAT16, DataType.BFLOAT16, DataType.STRING);

  /** What inputs and outputs of parts are compared in. */
  private static final Set<DataType> FED =
      Set.of(
          DataType.FLOAT,
          DataType.INT64,
          DataType.INT32,
          DataType.BOOL,
          DataType.INT8,
          DataType.UINT8);

  private static final Set<String> RANDOM = Set.of("test_bernoulli", "test_training_dropout");

  /** What becomes of a case. */
  enum Outcome {
    /** Shapes and elements in training form are as expected. */
    PASSED,
    /** The node is carried along, but is not trained. */
    OPAQUE,
    /** The file is refused, or the node with a reason. */
    REFUSED,
    /** Nothing can be compared: numbers of 16 bits, texts, random results. */
    NOT_COMPARED,
    /** Something else is computed. */
    DIFFERENT
  }

  /** All cases by name; the test is skipped where there are none. */
  static List<ConformanceCase> all() throws IOException {
    try (Stream<Path> folders = Files.list(SharedModels.folder("onnx-conformance/node"))) {
      return folders.sorted().map(ConformanceCase::new).toList();
    }
  }

  /** Name of the case. */
  String name() {
    return folder.getFileName().toString();
  }

  /** The operators of its nodes; empty if the file is refused. */
  String operators() {
    return graph()
        .map(g -> String.join("+", g.nodes().stream().map(n -> n.opType()).distinct().toList()))
        .filter(names -> !names.isEmpty())
        .orElse("");
  }

  private Optional<Graph> graph() {
    try {
      return Optional.of(OnnxReader.read(folder.resolve("model.onnx")));
    } catch (ProblemException refused) {
      return Optional.empty();
    }
  }

  /** What becomes of it. */
  Outcome outcome(TrainingSession session) {
    Optional<Graph> graph = graph();
    if (graph.isEmpty()) {
      return Outcome.REFUSED;
    }
    if (graph.get().nodes().stream().anyMatch(n -> TrainingForm.OPERATORS.find(n).isEmpty())) {
      return Outcome.OPAQUE;
    }
    boolean trained =
        Stream.concat(graph.get().inputs().stream(), graph.get().outputs().stream())
            .noneMatch(v -> NOT_TRAINED.contains(v.dataType()));
    // Which elements a dropout keeps is random.
    if (!trained || name().startsWith("test_training_dropout")) {
      return Outcome.NOT_COMPARED;
    }
    try {
      return outcome(session, graph.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Outcome outcome(TrainingSession session, Graph graph) throws IOException {
    Map<String, Tensor> inputs = tensors("input", graph.inputs());
    Map<String, Tensor> expected = tensors("output", graph.outputs());
    Map<String, Shape> shapes = new HashMap<>();
    inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    Optional<Types> types = types(withConstants(graph, inputs), shapes);
    if (types.isEmpty()) {
      return Outcome.REFUSED;
    }
    boolean fits =
        expected.entrySet().stream()
            .allMatch(e -> types.get().of(e.getKey()).shape().equals(e.getValue().shape()));
    return fits && difference(session, graph, inputs, expected) < TOLERANCE
        ? Outcome.PASSED
        : Outcome.DIFFERENT;
  }

  /** Whether it can be run as an opaque part and compared. */
  boolean canBeKept() {
    return graph()
        .filter(
            g ->
                Stream.concat(g.inputs().stream(), g.outputs().stream())
                    .allMatch(v -> FED.contains(v.dataType())))
        .filter(g -> RANDOM.stream().noneMatch(name()::startsWith))
        .isPresent();
  }

  /**
   * How far training form, with its nodes as opaque parts, is from ONNX Runtime; empty if that is
   * refused with a reason.
   */
  Optional<Double> differenceAsPart(TrainingSession session) throws IOException {
    Graph graph = graph().orElseThrow();
    Map<String, Tensor> inputs = tensors("input", graph.inputs());
    Map<String, Shape> shapes = new HashMap<>();
    inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    Graph parted;
    try {
      parted = OpaqueParts.of(graph, shapes, TrainingForm.OPERATORS).graph();
    } catch (ProblemException refused) {
      assertThat(refused.problems()).allMatch(problem -> !problem.what().isBlank());
      return Optional.empty();
    }
    Map<String, Tensor> original = TrainingForm.run(graph, inputs);
    assertThat(TrainingForm.run(parted, inputs)).isEqualTo(original);
    return Optional.of(
        TrainingForm.difference(original, TrainingForm.evaluate(session, parted, inputs)));
  }

  private static double difference(
      TrainingSession session,
      Graph graph,
      Map<String, Tensor> inputs,
      Map<String, Tensor> expected) {
    try {
      return TrainingForm.difference(expected, TrainingForm.evaluate(session, graph, inputs));
    } catch (AssertionError otherShapeOrInfinity) {
      return Double.POSITIVE_INFINITY;
    }
  }

  /** Cases feed axes, sizes and scales as inputs, which models hold as constants. */
  private static Graph withConstants(Graph graph, Map<String, Tensor> inputs) {
    Predicate<ValueInfo> fed =
        input ->
            input.dataType() == DataType.FLOAT
                && Optional.ofNullable(inputs.get(input.name()))
                    .filter(tensor -> tensor.shape().elements() > 1)
                    .isPresent()
                && !List.of("scales", "roi").contains(input.name());
    Graph.Builder builder = graph.toBuilder();
    builder.inputs(graph.inputs().stream().filter(fed).toList());
    graph.inputs().stream()
        .filter(fed.negate())
        .forEach(
            i ->
                Optional.ofNullable(inputs.get(i.name()))
                    .ifPresent(t -> builder.initializer(i.name(), t)));
    return builder.build();
  }

  private static Optional<Types> types(Graph graph, Map<String, Shape> shapes) {
    try {
      return Optional.of(new ShapeInference(TrainingForm.OPERATORS).infer(graph, shapes));
    } catch (ProblemException refused) {
      return Optional.empty();
    }
  }

  private Map<String, Tensor> tensors(String role, List<ValueInfo> values) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      Path file = folder.resolve("test_data_set_0/%s_%d.pb".formatted(role, i));
      TensorProto proto = TensorProto.parseFrom(Files.readAllBytes(file));
      tensors.put(
          values.get(i).name(),
          Tensor.of(
              DataType.ofOnnx(proto.getDataType()).orElseThrow(),
              Shape.of(proto.getDimsList()),
              proto.getRawData().asReadOnlyByteBuffer()));
    }
    return tensors;
  }
}
