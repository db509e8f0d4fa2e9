package dev.pluto.plugins.keypoints;

import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The length that errors on a person are measured by.
 *
 * @param pairs of joints, the first visible one counts; if there are none, the diagonal of the box
 *     around the visible joints
 */
record Reference(List<JointNames.Pair> pairs) {
  Reference {
    pairs = List.copyOf(pairs);
  }

  /** The length in pixels; empty if the joints that it takes are not visible, or it is 0. */
  OptionalDouble of(List<Joint> joints) {
    if (pairs.isEmpty()) {
      return Person.box(joints)
          .map(Reference::diagonal)
          .filter(length -> length > 0)
          .map(OptionalDouble::of)
          .orElseGet(OptionalDouble::empty);
    }
    for (JointNames.Pair pair : pairs) {
      Joint one = joints.get(pair.one());
      Joint other = joints.get(pair.other());
      if (one.visible() && other.visible()) {
        double length = one.distance(other.x(), other.y());
        return length > 0 ? OptionalDouble.of(length) : OptionalDouble.empty();
      }
    }
    return OptionalDouble.empty();
  }

  private static double diagonal(Rectangle2D box) {
    return Math.hypot(box.getWidth(), box.getHeight());
  }
}
