package dev.pluto.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The ONNX project's own cases of the operators that are defined: shapes are inferred and elements
 * computed in training form as the case expects.
 */
class ConformanceTest {
  private static final double TOLERANCE = 1e-4;

  /** Training computes in 32-bit floats; what these hold cannot be compared. */
  private static final Set<DataType> NOT_TRAINED =
      Set.of(DataType.FLOAT16, DataType.BFLOAT16, DataType.STRING);

  /** Forms of operators that networks for inference do not have, or hardly. */
  private static final Set<String> REFUSED =
      Set.of(
          "test_batchnorm_epsilon_training_mode",
          "test_batchnorm_example_training_mode",
          "test_einsum_batch_diagonal",
          "test_maxpool_with_argmax_2d_precomputed_pads",
          "test_maxpool_with_argmax_2d_precomputed_strides",
          "test_scatternd_multiply");

  /** Corners are aligned for the rounded size, as in ONNX Runtime, not for the factor. */
  private static final Set<String> UNLIKE_ONNX_RUNTIME =
      Set.of(
          "test_resize_downsample_scales_cubic_align_corners",
          "test_resize_downsample_scales_linear_align_corners");

  /** What inputs and outputs of parts are compared in. */
  private static final Set<DataType> FED =
      Set.of(
          DataType.FLOAT, DataType.INT64, DataType.INT32, DataType.BOOL, DataType.INT8, DataType.UINT8);

  private static final Set<String> RANDOM = Set.of("test_bernoulli", "test_training_dropout");

  private static TrainingSession session = TrainingSession.open(1);

  @BeforeAll
  static void open() {
    session = TrainingSession.open(1);
  }

  @AfterAll
  static void close() {
    session.close();
  }

  @TestFactory
  Stream<DynamicTest> everyCaseComputesWhatItExpects() throws IOException {
    List<Case> cases;
    try (Stream<Path> folders = Files.list(SharedModels.folder("onnx-conformance/node"))) {
      cases = folders.sorted().flatMap(f -> Case.read(f).stream()).toList();
    }
    assertThat(cases).hasSizeGreaterThan(300);
    return cases.stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c)));
  }

  /**
   * Whatever has no definition, or a definition that refuses it, is run by ONNX Runtime as a part,
   * or refused with a reason; it never computes something else.
   */
  @TestFactory
  Stream<DynamicTest> whatIsNotDefinedIsKeptOrRefused() throws IOException {
    List<Case> cases;
    try (Stream<Path> folders = Files.list(SharedModels.folder("onnx-conformance/node"))) {
      cases = folders.sorted().flatMap(f -> Case.kept(f).stream()).toList();
    }
    assertThat(cases).hasSizeGreaterThan(100);
    return cases.stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> checkKept(c)));
  }

  private static void checkKept(Case c) throws IOException {
    Map<String, Tensor> inputs = c.tensors("input", c.graph().inputs());
    Map<String, Shape> shapes = new HashMap<>();
    inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    Graph parted;
    try {
      parted = OpaqueParts.of(c.graph(), shapes, TrainingForm.OPERATORS).graph();
    } catch (ProblemException refused) {
      assertThat(refused.problems()).allMatch(problem -> !problem.what().isBlank());
      return;
    }
    Map<String, Tensor> original = TrainingForm.run(c.graph(), inputs);
    assertThat(TrainingForm.run(parted, inputs)).isEqualTo(original);
    assertThat(TrainingForm.difference(original, TrainingForm.evaluate(session, parted, inputs)))
        .isLessThan(TOLERANCE);
  }

  private static void check(Case c) throws IOException {
    Map<String, Tensor> inputs = c.tensors("input", c.graph().inputs());
    Map<String, Tensor> expected = c.tensors("output", c.graph().outputs());
    Map<String, Shape> shapes = new HashMap<>();
    inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    Optional<Types> types = types(withConstants(c.graph(), inputs), shapes);
    assertThat(types.isEmpty()).as("refused").isEqualTo(REFUSED.contains(c.name()));
    assumeTrue(types.isPresent(), "refused with a reason");
    expected.forEach(
        (name, tensor) ->
            assertThat(types.orElseThrow().of(name).shape()).as(name).isEqualTo(tensor.shape()));
    assumeTrue(!UNLIKE_ONNX_RUNTIME.contains(c.name()), "ONNX Runtime computes something else");
    Map<String, Tensor> computed = TrainingForm.evaluate(session, c.graph(), inputs);
    assertThat(TrainingForm.difference(expected, computed)).isLessThan(TOLERANCE);
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

  private record Case(Path folder, Graph graph) {
    /** The case in a folder, if its operators are defined and its tensors can be trained. */
    static Optional<Case> read(Path folder) {
      Graph graph;
      try {
        graph = OnnxReader.read(folder.resolve("model.onnx"));
      } catch (ProblemException unreadable) {
        return Optional.empty();
      }
      boolean trained =
          Stream.concat(graph.inputs().stream(), graph.outputs().stream())
              .noneMatch(v -> NOT_TRAINED.contains(v.dataType()));
      boolean known =
          graph.nodes().stream().allMatch(n -> TrainingForm.OPERATORS.find(n).isPresent());
      String name = folder.getFileName().toString();
      // Which elements a dropout keeps is random.
      return trained && known && !name.startsWith("test_training_dropout")
          ? Optional.of(new Case(folder, graph))
          : Optional.empty();
    }

    /** The case in a folder, if an operator of it is not defined and its tensors can be fed. */
    static Optional<Case> kept(Path folder) {
      Graph graph;
      try {
        graph = OnnxReader.read(folder.resolve("model.onnx"));
      } catch (ProblemException unreadable) {
        return Optional.empty();
      }
      String name = folder.getFileName().toString();
      boolean fed =
          Stream.concat(graph.inputs().stream(), graph.outputs().stream())
              .allMatch(v -> FED.contains(v.dataType()));
      boolean known =
          graph.nodes().stream().allMatch(n -> TrainingForm.OPERATORS.find(n).isPresent());
      boolean random = RANDOM.stream().anyMatch(name::startsWith);
      return fed && !random && (!known || REFUSED.contains(name))
          ? Optional.of(new Case(folder, graph))
          : Optional.empty();
    }

    String name() {
      return folder.getFileName().toString();
    }

    Map<String, Tensor> tensors(String role, List<ValueInfo> values) throws IOException {
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
}
