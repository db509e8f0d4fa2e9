package dev.pluto.backends.chip.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pluto.spi.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written can be read again, and says the same. */
class DescriptionWriterTest {
  private static final Path SHIPPED = Path.of("chips");

  static List<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.list(SHIPPED)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void writtenDescriptionsSayTheSame(Path file) {
    ChipDescription chip = DescriptionReader.read(file);
    String text = DescriptionWriter.write(chip);
    ChipDescription again = DescriptionReader.read(text, "written");
    assertThat(DescriptionWriter.write(again)).isEqualTo(text);
    assertThat(again.operators()).isEqualTo(chip.operators());
    assertThat(again.fusions()).isEqualTo(chip.fusions());
    assertThat(again.sources()).isEqualTo(chip.sources());
    assertThat(again.alignment()).isEqualTo(chip.alignment());
    for (String precision : chip.rates().precisions()) {
      for (OperatorClass kind : OperatorClass.values()) {
        Optional<Quantity> before = chip.rates().find(precision, kind);
        Optional<Quantity> after = again.rates().find(precision, kind);
        assertThat(after.map(Quantity::origin)).isEqualTo(before.map(Quantity::origin));
        before.ifPresent(
            rate ->
                assertThat(after.orElseThrow().value() / rate.value())
                    .as("%s %s", precision, kind.label())
                    .isBetween(0.999, 1.001));
      }
    }
  }

  @Test
  void siblingsLendWhatADescriptionLeavesOut(@TempDir Path folder) throws IOException {
    Path mine =
        Files.writeString(
            folder.resolve("mine.yaml"),
            """
            schema: 1
            id: mine
            description: the next chip of the family
            sibling: snapdragon-8-gen-3
            sources: {sheet: data sheet}
            memory: {source: sheet, confidence: published, on-chip: 4 MB, dram-bandwidth: 50 GB/s}
            """);
    ChipDescription other = DescriptionReader.read(SHIPPED.resolve("snapdragon-8-gen-3.yaml"));
    ChipDescription chip = DescriptionReader.read(mine, List.of(SHIPPED));
    assertThat(chip.id()).isEqualTo("mine");
    assertThat(chip.memory().onChip().value()).isEqualTo(4e6);
    assertThat(chip.memory().onChip().origin().confidence()).isEqualTo(Confidence.PUBLISHED);
    Quantity lent = chip.rates().find("w8a8", OperatorClass.CONVOLUTION).orElseThrow();
    assertThat(lent.value())
        .isEqualTo(other.rates().find("w8a8", OperatorClass.CONVOLUTION).orElseThrow().value());
    assertThat(lent.origin().confidence())
        .as("not known of this chip")
        .isEqualTo(Confidence.ASSUMED);
    assertThat(chip.expectedErrors()).as("nobody has measured this chip").isEmpty();
    assertThat(chip.sources()).containsKeys("sheet", "fit");
    ProblemException missing =
        catchThrowableOfType(ProblemException.class, () -> DescriptionReader.read(mine));
    assertThat(missing.problems()).anyMatch(p -> p.place().endsWith(" sibling"));
  }
}
