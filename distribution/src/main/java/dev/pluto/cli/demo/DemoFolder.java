package dev.pluto.cli.demo;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * What the demonstration writes: {@code images/train} and {@code images/test} with a folder per
 * class, the trained {@code network.onnx}, {@code recipe.yaml}, and the run directory {@code run}.
 */
record DemoFolder(Path folder) {
  Path images() {
    return folder.resolve("images");
  }

  Path network() {
    return folder.resolve("network.onnx");
  }

  Path recipe() {
    return folder.resolve("recipe.yaml");
  }

  /** The given folder, which must be empty or not exist. */
  static DemoFolder empty(Path folder) {
    if (Files.exists(folder) && !isEmptyFolder(folder)) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(folder.toString(), "is there already", "a folder that is empty or new"));
    }
    return new DemoFolder(folder);
  }

  /** The first of {@code runs/demo-1}, {@code runs/demo-2} … that does not exist. */
  static DemoFolder next() {
    int number = 1;
    while (Files.exists(numbered(number))) {
      number++;
    }
    return new DemoFolder(numbered(number));
  }

  private static Path numbered(int number) {
    return Path.of("runs", "demo-" + number);
  }

  private static boolean isEmptyFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      throw refused(folder, e);
    }
  }

  /** Draws and writes equally many images of every class. */
  void writeImages(String part, int perClass, long seed) {
    ImagePainter painter = new ImagePainter(new Random(seed));
    ImageIO.setUseCache(false);
    for (Motif motif : Motif.values()) {
      Path classFolder = images().resolve(part).resolve(motif.label());
      try {
        Files.createDirectories(classFolder);
        for (int number = 0; number < perClass; number++) {
          BufferedImage image = painter.paint(motif);
          Path file = classFolder.resolve("%04d.png".formatted(number));
          if (!ImageIO.write(image, "png", file.toFile())) {
            throw new IllegalStateException("this Java runtime can't write PNG files");
          }
        }
      } catch (IOException e) {
        throw refused(classFolder, e);
      }
    }
  }

  /** Writes the recipe. */
  void writeRecipe(String text) {
    try {
      Files.writeString(recipe(), text);
    } catch (IOException e) {
      throw refused(recipe(), e);
    }
  }

  private static ProblemException refused(Path place, IOException e) {
    return new ProblemException(
        ProblemException.Kind.USAGE,
        new Problem(place.toString(), "can't be written: " + e.getMessage()));
  }
}
