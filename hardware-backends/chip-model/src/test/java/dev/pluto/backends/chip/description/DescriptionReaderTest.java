package dev.pluto.backends.chip.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DescriptionReaderTest {
  private static final String SMALL =
      """
      schema: 1
      id: tiny
      description: a tiny chip
      sources: {sheet: data sheet, guess: a guess}
      float: fp32
      operators:
        - {names: [Conv, Gemm], precisions: [w8a8]}
        - {names: [Relu], precisions: [w8a8]}
      unsupported: [GRU]
      free: [Reshape]
      fusions:
        - [Conv|Gemm, Relu]
      alignment: {channels: 16, waste: {value: 0.5, source: guess, confidence: assumed}}
      overhead: {source: sheet, confidence: measured, inference: {fp32: 0.1 ms, w8a8: 0.1 ms}, kernel: 2 us}
      memory:
        source: sheet
        confidence: published
        on-chip: 512 KiB
        dram-bandwidth: {value: 10 GB/s, confidence: derived}
      rates:
        source: sheet
        confidence: fitted
        fp32:
          convolution-1x1: 1 GMAC/s
          convolution: 2 GMAC/s
          convolution-depthwise: 100 MMAC/s
          matrix-multiplication: 1 GMAC/s
          elementwise: 500 M/s
          data-movement: 1 G/s
        w8a8: {like: fp32, convolution: 8 GMAC/s, source: guess, confidence: assumed}
      """;

  private static List<Problem> problems(String text) {
    ProblemException failure =
        catchThrowableOfType(
            ProblemException.class, () -> DescriptionReader.read(text, "tiny.yaml"));
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).isEqualTo(ProblemException.Kind.USAGE);
    return failure.problems();
  }

  @Test
  void valuesHaveBaseUnitsAndSayWhereTheyComeFrom() {
    ChipDescription chip = DescriptionReader.read(SMALL, "tiny.yaml");
    assertThat(chip.overhead().inference())
        .containsEntry("fp32", new Quantity(1e-4, new Origin("sheet", Confidence.MEASURED)));
    assertThat(chip.memory().onChip().value()).isEqualTo(512 * 1024);
    assertThat(chip.memory().dramBandwidth())
        .isEqualTo(new Quantity(1e10, new Origin("sheet", Confidence.DERIVED)));
    assertThat(chip.operators())
        .isEqualTo(
            Map.of("Conv", List.of("w8a8"), "Gemm", List.of("w8a8"), "Relu", List.of("w8a8")));
    assertThat(chip.fusions().get(0).chain())
        .containsExactly(Set.of("Conv", "Gemm"), Set.of("Relu"));
    assertThat(chip.energy()).isEmpty();
    assertThat(chip.fallback()).isEmpty();
  }

  @Test
  void ratesComeFromTheGeneralClassOrTheOtherPrecision() {
    Rates rates = DescriptionReader.read(SMALL, "tiny.yaml").rates();
    assertThat(rates.find("fp32", OperatorClass.ATTENTION))
        .hasValueSatisfying(rate -> assertThat(rate.value()).isEqualTo(1e9));
    assertThat(rates.find("fp32", OperatorClass.SOFTMAX))
        .hasValueSatisfying(rate -> assertThat(rate.value()).isEqualTo(5e8));
    assertThat(rates.find("fp32", OperatorClass.CONCATENATION)).isEmpty();
    Origin guess = new Origin("guess", Confidence.ASSUMED);
    assertThat(rates.find("w8a8", OperatorClass.CONVOLUTION)).hasValue(new Quantity(8e9, guess));
    assertThat(rates.find("w8a8", OperatorClass.CONVOLUTION_1X1))
        .as("what is adopted is only assumed")
        .hasValue(new Quantity(1e9, guess));
  }

  @Test
  void everythingThatIsWrongIsReportedAtOnceWithLineAndKey() {
    String wrong =
        SMALL
            .replace("id: tiny", "id: Tiny Chip")
            .replace("float: fp32", "float: fp16")
            .replace("precisions: [w8a8]}\n  -", "precisions: [w3a8]}\n  -")
            .replace("waste: {value: 0.5,", "waste: {value: 1.5,")
            .replace("fp32: 0.1 ms", "fp32: 0.1 MB")
            .replace("on-chip: 512 KiB", "on-chipp: 512 KiB")
            .replace("convolution-depthwise: 100 MMAC/s", "convolution-depthwise: 0 MAC/s")
            .replace("confidence: derived", "confidence: certain");
    assertThat(problems(wrong))
        .extracting(Problem::place)
        .containsExactlyInAnyOrder(
            "tiny.yaml:2 id",
            "tiny.yaml:5 float",
            "tiny.yaml:7 operators[0].precisions",
            "tiny.yaml:13 alignment.waste.value",
            "tiny.yaml:14 overhead.inference.fp32",
            "tiny.yaml:16 memory.on-chip",
            "tiny.yaml:18 memory.on-chipp",
            "tiny.yaml:19 memory.dram-bandwidth.confidence",
            "tiny.yaml:26 rates.fp32.convolution-depthwise");
    assertThat(problems(wrong))
        .extracting(Problem::allowed)
        .contains(
            "lower-case words joined by hyphens",
            "a share from 0 to 1",
            "a time such as 1.5 us",
            "measured, fitted, published, derived, assumed");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(problems("schema: 1\nid: x\n"))
        .extracting(p -> p.place().replaceFirst(".* ", ""))
        .contains("description", "sources", "float", "rates", "alignment", "overhead", "memory");
    assertThat(
            problems(
                SMALL
                    .replace("      elementwise: 500 M/s\n", "")
                    .replace("    elementwise: 500 M/s\n", "")))
        .extracting(p -> p.place().replaceFirst(".* ", ""))
        .containsExactly("rates.fp32.elementwise");
  }

  @Test
  void aValueWithoutOriginIsRefused() {
    assertThat(
            problems(SMALL.replace("source: sheet, confidence: measured, inference", "inference")))
        .extracting(Problem::what)
        .containsOnly("nothing says where this value comes from");
    assertThat(problems(SMALL.replace("value: 0.5, source: guess", "value: 0.5, source: hearsay")))
        .singleElement()
        .satisfies(p -> assertThat(p.what()).contains("hearsay"))
        .satisfies(p -> assertThat(p.allowed()).isEqualTo("sheet, guess"));
  }

  @Test
  void whatIsNoDescriptionIsRefused() {
    assertThat(problems("")).hasSize(1);
    assertThat(problems("just text")).isNotEmpty();
    assertThat(problems("a: [b"))
        .singleElement()
        .satisfies(p -> assertThat(p.what()).startsWith("this is no YAML"));
    assertThat(problems(SMALL + "id: again\n"))
        .singleElement()
        .satisfies(p -> assertThat(p.what()).contains("twice"));
    assertThat(problems(SMALL.replace("schema: 1", "schema: 2"))).hasSize(1);
  }

  @Test
  void theDigestFollowsTheText() {
    String digest = DescriptionReader.read(SMALL, "a.yaml").digest();
    assertThat(DescriptionReader.read(SMALL, "b.yaml").digest()).isEqualTo(digest);
    assertThat(DescriptionReader.read(SMALL + "# more\n", "a.yaml").digest()).isNotEqualTo(digest);
  }

  @Test
  void anUnreadableFileIsAProblemOfTheUser() throws IOException {
    Path folder = Files.createTempDirectory("chips");
    assertThat(
            catchThrowableOfType(
                ProblemException.class, () -> DescriptionReader.read(folder.resolve("no.yaml"))))
        .isNotNull();
    Files.delete(folder);
  }
}
