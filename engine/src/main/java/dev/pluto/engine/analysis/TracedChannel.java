package dev.pluto.engine.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One channel to be: all that is removed together.
 *
 * @param classes the classes of the trace that it consists of
 * @param members where they are, in the order in which nodes spoke of the axes
 */
record TracedChannel(Set<Integer> classes, List<Member> members) {
  /** The indices of one axis that belong to a channel, ascending. */
  record Member(TracedAxis axis, List<Integer> indices) {}

  /** Channels of equal form make a group. */
  List<Object> form() {
    List<Object> form = new ArrayList<>();
    for (Member member : members) {
      form.add(member.axis());
      form.add(member.indices().size());
    }
    return form;
  }

  /** Where the channel is made first; empty if no weight makes it. */
  Optional<Member> origin() {
    return members.stream()
        .filter(m -> !m.axis().producers().isEmpty())
        .min(Comparator.comparing(m -> m.axis().producers().first()));
  }
}
