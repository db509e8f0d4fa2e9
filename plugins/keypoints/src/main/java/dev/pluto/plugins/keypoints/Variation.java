package dev.pluto.plugins.keypoints;

import dev.pluto.plugins.images.AffineWarp;
import dev.pluto.plugins.images.ByteImage;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Random turns, scales, shifts, mirrorings and colours.
 *
 * @param mirrored joint in whose place each is in a mirrored image; empty to mirror nothing
 */
record Variation(KeypointsOptions options, Optional<List<Integer>> mirrored) {
  /** An image with the joints in it. */
  record Seen(ByteImage image, List<Joint> joints) {
    Seen {
      joints = List.copyOf(joints);
    }
  }

  /** The centre of something larger, varied. */
  Seen of(Seen larger, int height, int width, RandomGenerator random) {
    boolean mirror = random.nextBoolean() && mirrored.isPresent();
    double scale = Math.pow(options.scale(), between(random));
    AffineTransform map = new AffineTransform();
    map.translate(
        width * (0.5 + options.shift() * between(random)),
        height * (0.5 + options.shift() * between(random)));
    map.rotate(Math.toRadians(options.rotation()) * between(random));
    map.scale(mirror ? -scale : scale, scale);
    map.translate(-larger.image().width() / 2.0, -larger.image().height() / 2.0);
    List<Joint> moved = new ArrayList<>();
    for (int j = 0; j < larger.joints().size(); j++) {
      int from = mirror ? mirrored.get().get(j) : j;
      moved.add(moved(larger.joints().get(from), map, height, width));
    }
    ByteImage image = AffineWarp.of(larger.image(), map, height, width);
    return new Seen(recoloured(image, random), moved);
  }

  private static double between(RandomGenerator random) {
    return 2 * random.nextDouble() - 1;
  }

  private static Joint moved(Joint joint, AffineTransform map, int height, int width) {
    if (!joint.visible()) {
      return Joint.UNKNOWN;
    }
    Point2D to = map.transform(new Point2D.Double(joint.x(), joint.y()), new Point2D.Double());
    boolean inside = to.getX() >= 0 && to.getY() >= 0 && to.getX() < width && to.getY() < height;
    return inside ? new Joint(to.getX(), to.getY(), true) : Joint.UNKNOWN;
  }

  private ByteImage recoloured(ByteImage image, RandomGenerator random) {
    if (options.colour() == 0) {
      return image;
    }
    double contrast = 1 + options.colour() * between(random);
    byte[] out = new byte[image.planes().length];
    int plane = image.height() * image.width();
    for (int c = 0; c < image.channels(); c++) {
      double offset = 128 + 64 * options.colour() * between(random);
      for (int i = c * plane; i < (c + 1) * plane; i++) {
        double value = contrast * ((image.planes()[i] & 0xFF) - 128) + offset;
        out[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
      }
    }
    return new ByteImage(image.channels(), image.height(), image.width(), out);
  }
}
