package dev.pluto.engine.analysis;

import dev.pluto.engine.analysis.TracedChannel.Member;
import dev.pluto.spi.graph.ChannelGroup.Slot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Channels of one form: a group, if nothing speaks against it.
 *
 * @param channels in the order of the indices where they are made
 */
record GroupCandidate(List<TracedChannel> channels) {
  /** Puts the channels into order. */
  GroupCandidate {
    TracedChannel first = channels.get(0);
    int origin = first.members().indexOf(first.origin().orElseThrow());
    channels =
        channels.stream()
            .sorted(Comparator.comparing(c -> c.members().get(origin).indices().get(0)))
            .toList();
  }

  /** Candidates of channels of one form each, none of which have anything in common. */
  static List<GroupCandidate> of(Collection<TracedChannel> channels) {
    Map<List<Object>, List<TracedChannel>> byForm = new LinkedHashMap<>();
    Map<List<Object>, Set<Integer>> classes = new HashMap<>();
    for (TracedChannel channel : channels) {
      List<Object> form = channel.form();
      Set<Integer> own = channel.classes();
      while (!Collections.disjoint(classes.computeIfAbsent(form, f -> new HashSet<>()), own)) {
        form.add("another way to divide the same axes");
      }
      classes.getOrDefault(form, new HashSet<>()).addAll(own);
      byForm.computeIfAbsent(form, f -> new ArrayList<>()).add(channel);
    }
    return byForm.values().stream().map(GroupCandidate::new).toList();
  }

  /** Number of channels. */
  int size() {
    return channels.size();
  }

  /** Where the channels are made first. */
  Member origin() {
    return channels.get(0).origin().orElseThrow();
  }

  /** Position of the node that makes them. */
  int site() {
    return origin().axis().producers().first();
  }

  /** All classes of all channels. */
  Set<Integer> classes() {
    Set<Integer> all = new HashSet<>();
    channels.forEach(c -> all.addAll(c.classes()));
    return all;
  }

  /** The classes that weights make. */
  Set<Integer> made(TraceState state) {
    Set<Integer> made = new HashSet<>();
    for (TracedChannel channel : channels) {
      for (Member member : channel.members()) {
        if (!member.axis().producers().isEmpty()) {
          member.indices().forEach(i -> made.add(state.classOf(member.axis().element(i))));
        }
      }
    }
    return made;
  }

  /** Elements of all weights that make the channels. */
  long weight(TraceState state) {
    long weight = 0;
    for (TracedChannel channel : channels) {
      for (Member member : channel.members()) {
        TracedAxis axis = member.axis();
        if (!axis.producers().isEmpty()) {
          long elements = state.types().of(axis.tensor()).shape().elements();
          weight += elements / axis.size() * member.indices().size();
        }
      }
    }
    return weight;
  }

  private List<TracedAxis> axes() {
    return channels.get(0).members().stream().map(Member::axis).toList();
  }

  /** What speaks against the group. */
  Optional<String> refusal() {
    if (size() < 2) {
      return Optional.of("has only one channel of its kind");
    }
    return axes().stream().allMatch(axis -> axis.contractors().isEmpty())
        ? Optional.of("no weight sums over its channels")
        : Optional.empty();
  }

  /** The slots of the group. */
  List<Slot> slots() {
    List<TracedAxis> axes = axes();
    return IntStream.range(0, axes.size())
        .mapToObj(
            member ->
                new Slot(
                    axes.get(member).tensor(),
                    axes.get(member).axis(),
                    kind(axes.get(member)),
                    channels.stream()
                        .map(c -> c.members().get(member).indices())
                        .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                        .toList()))
        .toList();
  }

  private static Slot.Kind kind(TracedAxis axis) {
    if (!axis.contractors().isEmpty()) {
      return Slot.Kind.CONTRACTS;
    }
    return axis.producers().isEmpty() ? Slot.Kind.VALUE : Slot.Kind.PRODUCES;
  }
}
