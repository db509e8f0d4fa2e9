package dev.pluto.engine.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.operator.ConformanceCase.Outcome;
import dev.pluto.engine.train.TrainingSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The ONNX project's own cases of the operators that are defined: shapes are inferred and elements
 * computed in training form as the case expects.
 */
class ConformanceTest {
  /** The cases that passed, one a line: they must pass. */
  private static final String PASSING = "/conformance-passing.txt";

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
          DataType.FLOAT,
          DataType.INT64,
          DataType.INT32,
          DataType.BOOL,
          DataType.INT8,
          DataType.UINT8);

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
    List<ConformanceCase> cases = ConformanceCase.all();
    assertThat(cases.stream().map(ConformanceCase::name)).containsAll(passing());
    return cases.stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c)));
  }

  /**
   * Whatever has no definition, or a definition that refuses it, is run by ONNX Runtime as a part,
   * or refused with a reason; it never computes something else.
   */
  @TestFactory
  Stream<DynamicTest> whatIsNotDefinedIsKeptOrRefused() throws IOException {
    Set<String> passed = passing();
    List<ConformanceCase> cases =
        ConformanceCase.all().stream()
            .filter(c -> !passed.contains(c.name()) && c.canBeKept())
            .filter(c -> !UNLIKE_ONNX_RUNTIME.contains(c.name()))
            .toList();
    assertThat(cases).hasSizeGreaterThan(100);
    return cases.stream()
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.name(),
                    () ->
                        c.differenceAsPart(session)
                            .ifPresent(d -> assertThat(d).isLessThan(ConformanceCase.TOLERANCE))));
  }

  private static Set<String> passing() throws IOException {
    try (var list = ConformanceTest.class.getResourceAsStream(PASSING)) {
      assertThat(list).as(PASSING).isNotNull();
      return list == null
          ? Set.of()
          : new String(list.readAllBytes(), StandardCharsets.US_ASCII)
              .lines()
              .collect(Collectors.toCollection(LinkedHashSet::new));
    }
  }

  private static void check(ConformanceCase c) throws IOException {
    Outcome outcome = c.outcome(session);
    if (passing().contains(c.name())) {
      assertThat(outcome).isEqualTo(Outcome.PASSED);
    }
    if (outcome == Outcome.DIFFERENT) {
      assertThat(UNLIKE_ONNX_RUNTIME).contains(c.name());
    }
    if (REFUSED.contains(c.name())) {
      assertThat(outcome).isEqualTo(Outcome.REFUSED);
    }
  }

  /** Prints outcomes by operator, and writes the cases that pass. */
  @Test
  @Tag("benchmark")
  void table() throws IOException {
    Map<String, Map<Outcome, Integer>> rows = new TreeMap<>();
    StringBuilder passed = new StringBuilder();
    for (ConformanceCase c : ConformanceCase.all()) {
      Outcome outcome = c.outcome(session);
      rows.computeIfAbsent(c.operators(), k -> new EnumMap<>(Outcome.class))
          .merge(outcome, 1, Integer::sum);
      passed.append(outcome == Outcome.PASSED ? c.name() + "\n" : "");
    }
    rows.forEach((operators, counts) -> System.out.println("| " + operators + " | " + counts));
    Files.writeString(Path.of("target", "conformance-passing.txt"), passed);
    assertThat(passed.toString().lines()).containsAll(passing());
  }
}
