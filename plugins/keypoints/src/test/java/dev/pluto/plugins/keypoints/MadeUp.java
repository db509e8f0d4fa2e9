package dev.pluto.plugins.keypoints;

import dev.pluto.plugins.keypoints.KeypointsOptions.Crop;
import dev.pluto.plugins.keypoints.KeypointsOptions.Loss;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.DataRequest;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import javax.imageio.ImageIO;

/** Made-up persons of three joints, which are a red, a green and a blue spot. */
final class MadeUp {
  static final KeypointsOptions OPTIONS = options(List.of(), List.of(), Loss.CROSS_ENTROPY);

  private MadeUp() {}

  static KeypointsOptions options(List<String> joints, List<String> torso, Loss loss) {
    return new KeypointsOptions(
        Optional.empty(),
        joints,
        List.of(),
        torso,
        0.2,
        Crop.PERSON,
        1.3,
        64,
        1.3,
        loss,
        30,
        1.3,
        0.06,
        true,
        0.2);
  }

  static ValueInfo value(String name, long... sizes) {
    List<Dimension> dimensions = new ArrayList<>(List.of(new Dimension.Symbol("batch")));
    for (long size : sizes) {
      dimensions.add(size < 0 ? new Dimension.Symbol("any") : new Dimension.Fixed(size));
    }
    return new ValueInfo(name, DataType.FLOAT, Optional.of(dimensions));
  }

  static DataRequest request(Path path, int joints, long... input) {
    return new DataRequest(
        path,
        Optional.empty(),
        "joint-table",
        OptionalInt.empty(),
        1,
        List.of(value("image", input)),
        List.of(value("maps", joints, 8, 8)));
  }

  /** Writes images and their table. */
  static void write(Path folder, int persons) {
    Random random = new Random(persons);
    Color[] colours = {Color.RED, Color.GREEN, Color.BLUE};
    String[] names = {"left_shoulder", "right_shoulder", "right_hip"};
    StringBuilder table = new StringBuilder("image,joint,x,y,visible\n");
    try {
      Files.createDirectories(folder);
      for (int i = 0; i < persons; i++) {
        BufferedImage image = new BufferedImage(90 + i, 120 - i, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int j = 0; j < 3; j++) {
          int x = 10 + random.nextInt(60);
          int y = 10 + random.nextInt(60);
          graphics.setColor(colours[j]);
          graphics.fillOval(x - 4, y - 4, 8, 8);
          table.append("%d.png,%s,%d,%d,1%n".formatted(i, names[j], x, y));
        }
        graphics.dispose();
        ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
      }
      Files.writeString(folder.resolve("joints.csv"), table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
