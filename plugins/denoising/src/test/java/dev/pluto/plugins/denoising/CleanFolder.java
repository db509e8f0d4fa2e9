package dev.pluto.plugins.denoising;

import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.DataRequest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import javax.imageio.ImageIO;

/** A folder of made-up images. */
record CleanFolder(Path folder) {
  CleanFolder image(String name, int height, int width, int type) {
    Random random = new Random(name.hashCode());
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    try {
      Files.createDirectories(folder.resolve(name).getParent());
      ImageIO.write(image, "png", folder.resolve(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  CleanFolder grey(int count, int height, int width) {
    for (int i = 0; i < count; i++) {
      image(i + ".png", height, width, BufferedImage.TYPE_BYTE_GRAY);
    }
    return this;
  }

  /** For a model that takes and gives images [N, channels, height, width]; 0 for any size. */
  DataRequest request(long channels, long height, long width) {
    List<ValueInfo> values = List.of(value(channels, height, width));
    return new DataRequest(
        folder, Optional.empty(), "image-folder", OptionalInt.empty(), 1, values, values);
  }

  private static ValueInfo value(long channels, long height, long width) {
    return new ValueInfo(
        "image",
        DataType.FLOAT,
        Optional.of(
            List.of(
                new Dimension.Symbol("batch"),
                new Dimension.Fixed(channels),
                size(height, "height"),
                size(width, "width"))));
  }

  private static Dimension size(long size, String name) {
    return size == 0 ? new Dimension.Symbol(name) : new Dimension.Fixed(size);
  }
}
