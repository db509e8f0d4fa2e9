package dev.pluto.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDataTest {
  @Test
  void theSameSeedDrawsTheSameImages() {
    assertThat(pixels(1)).isEqualTo(pixels(1)).isNotEqualTo(pixels(2));
  }

  private static int[] pixels(long seed) {
    BufferedImage image = new ImagePainter(new Random(seed)).paint(Motif.STAR);
    return image.getRGB(0, 0, ImagePainter.SIDE, ImagePainter.SIDE, null, 0, ImagePainter.SIDE);
  }

  @Test
  void imagesLieInAFolderPerClass(@TempDir Path folder) throws IOException {
    DemoFolder demo = DemoFolder.empty(folder);
    demo.writeImages("train", 2, 1);
    try (Stream<Path> files = Files.walk(folder.resolve("images/train"))) {
      assertThat(files.filter(f -> f.toString().endsWith(".png"))).hasSize(20);
    }
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> DemoFolder.empty(folder));
  }

  @Test
  void theNetworkHasThreeStagesAndProjections() {
    Graph network = ResidualNetwork.build(32, List.of(16, 32, 64), 10, 1);
    long parameters =
        network.initializers().values().stream().mapToLong(t -> t.shape().elements()).sum();
    assertThat(parameters).isBetween(60_000L, 100_000L);
    assertThat(network.nodes().stream().filter(n -> n.opType().equals("Add"))).hasSize(3);
    Tensor again =
        ResidualNetwork.build(32, List.of(16, 32, 64), 10, 1).initializers().get("stem.weight");
    assertThat(network.initializers().get("stem.weight")).isEqualTo(again);
  }
}
