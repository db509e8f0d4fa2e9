package dev.pluto.plugins.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pluto.spi.ProblemException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {
  private final Path folder;

  ImageFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void greySamplesAreNotConvertedBetweenColourSpaces() throws IOException {
    BufferedImage grey = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 256; x++) {
      grey.getRaster().setSample(x, 0, 0, x);
    }
    ByteImage read = ImageFile.read(write(grey, "png"));
    assertThat(read.channels()).isEqualTo(1);
    for (int x = 0; x < 256; x++) {
      assertThat(read.at(0, 0, x)).isEqualTo(x);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void coloursComeAsPlanes(String format) throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x0A1B2C);
    image.setRGB(1, 0, 0xFFFEFD);
    Path file = write(image, format);
    assertThat(ImageFile.size(file)).isEqualTo(new ImageFile.Size(1, 2));
    assertThat(ImageFile.read(file).planes()).containsExactly(0x0A, 0xFF, 0x1B, 0xFE, 0x2C, 0xFD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "jpg", "gif", "tif"})
  void aTruncatedFileIsNamed(String format) throws IOException {
    Path file = write(noise(64, 64), format);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> ImageFile.read(file))
        .withMessageContaining(file.toString());
  }

  @Test
  void everyFileWithoutAReadableHeaderIsNamed() throws IOException {
    Path good = write(noise(8, 8), "png");
    Path text = Files.writeString(folder.resolve("text.png"), "no image");
    Path empty = Files.createFile(folder.resolve("empty.jpg"));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> ImageFolder.sizes(List.of(good, text, empty)))
        .satisfies(e -> assertThat(e.problems()).hasSize(2))
        .withMessageContaining("text.png")
        .withMessageContaining("empty.jpg")
        .withMessageContaining("PNG");
  }

  private Path write(BufferedImage image, String format) throws IOException {
    Path file = folder.resolve("image." + format);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private static BufferedImage noise(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    java.util.Random random = new java.util.Random(1);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    return image;
  }
}
