package dev.pluto.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.spi.graph.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real models survive reading and writing. */
class SharedModelsTest {
  static List<Path> models() {
    return SharedModels.in("baselines", "models");
  }

  static List<Path> graphsWithoutWeights() {
    return SharedModels.in("hardware/graphs");
  }

  @ParameterizedTest
  @MethodSource("models")
  void computesTheSameAfterReadingAndWriting(Path file) throws IOException {
    byte[] written = OnnxWriter.write(OnnxReader.read(file));
    SharedModels.assertSameOutputs(Files.readAllBytes(file), written, file.toString(), 1e-6f);
  }

  @ParameterizedTest
  @MethodSource({"models", "graphsWithoutWeights"})
  void isStableAndAsLongAsAnnounced(Path file) {
    Graph graph = OnnxReader.read(file);
    byte[] written = OnnxWriter.write(graph);
    assertThat(OnnxWriter.size(graph)).isEqualTo(written.length);
    assertThat(OnnxWriter.write(OnnxReader.read(written, "again"))).isEqualTo(written);
  }

  @Test
  void readsQuickly() {
    for (Path file : models()) {
      long start = System.nanoTime();
      OnnxReader.read(file);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }
  }
}
