package dev.pluto.plugins.keypoints;

import java.awt.geom.Rectangle2D;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A person, or another object with joints, in an image.
 *
 * @param name of the image in the data
 * @param joints in the order of the model's heat maps
 */
record Person(String name, Path image, List<Joint> joints) {
  Person {
    joints = List.copyOf(joints);
  }

  /** The smallest box around the visible joints; absent if there are none. */
  Optional<Rectangle2D> box() {
    return box(joints);
  }

  static Optional<Rectangle2D> box(List<Joint> joints) {
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (Joint joint : joints) {
      if (joint.visible()) {
        left = Math.min(left, joint.x());
        top = Math.min(top, joint.y());
        right = Math.max(right, joint.x());
        bottom = Math.max(bottom, joint.y());
      }
    }
    return right < left
        ? Optional.empty()
        : Optional.of(new Rectangle2D.Double(left, top, right - left, bottom - top));
  }
}
