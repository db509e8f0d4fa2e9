package dev.pluto.plugins.keypoints;

import java.util.List;
import java.util.Optional;

/**
 * What lies under a path.
 *
 * @param names of the joints, in the order of every person's
 * @param training the training part, or all there is
 * @param test the usual test part, where there is one beside it
 */
record KeypointsData(JointNames names, Part training, Optional<Part> test) {
  /**
   * One of the parts.
   *
   * @param origin the table that it comes from
   */
  record Part(String origin, List<Person> persons) {
    Part {
      persons = List.copyOf(persons);
    }
  }
}
