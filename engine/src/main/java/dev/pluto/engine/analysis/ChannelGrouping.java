package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.ChannelGroup.Slot;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.search.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sorts the classes of a trace into channel groups. */
final class ChannelGrouping {
  /** The indices of one axis that belong to one class. */
  private record Member(TracedAxis axis, List<Integer> indices) {}

  /** One channel to be: all that is removed together. */
  private record ChannelClass(int id, List<Member> members) {
    /** Classes of equal form make a group. */
    List<Object> form() {
      List<Object> form = new ArrayList<>();
      for (Member member : members) {
        form.add(member.axis());
        form.add(member.indices().size());
      }
      return form;
    }

    void add(TracedAxis axis, int index) {
      if (members.isEmpty() || members.get(members.size() - 1).axis() != axis) {
        members.add(new Member(axis, new ArrayList<>()));
      }
      members.get(members.size() - 1).indices().add(index);
    }

    /** Where the channel is made first. */
    Member origin() {
      return members.stream()
          .filter(m -> !m.axis().producers().isEmpty())
          .min(Comparator.comparing(m -> m.axis().producers().first()))
          .orElseThrow();
    }
  }

  private record ChannelOfGroup(String group, int channel) {}

  private final TraceState state;
  private final Graph graph;
  private final @Nullable String[] reasons;
  private final List<ChannelGroup> groups = new ArrayList<>();
  private final Map<Integer, ChannelOfGroup> channels = new HashMap<>();
  private final Map<String, Integer> sizes = new HashMap<>();
  private final Set<String> ids = new HashSet<>();
  private final Set<Integer> sitesWithGroups = new HashSet<>();
  private final Map<Integer, String> refused = new TreeMap<>();

  ChannelGrouping(TraceState state) {
    this.state = state;
    graph = state.graph();
    reasons = state.reasonsByClass();
  }

  ChannelFacts facts() {
    Map<List<Object>, List<ChannelClass>> byForm = new LinkedHashMap<>();
    for (ChannelClass channel : freeClasses()) {
      byForm.computeIfAbsent(channel.form(), f -> new ArrayList<>()).add(channel);
    }
    Collection<List<ChannelClass>> candidates = byForm.values();
    candidates.stream()
        .sorted(Comparator.comparing(c -> site(c.get(0).origin())))
        .forEach(this::offer);
    refused.keySet().removeAll(sitesWithGroups);
    List<Refusal> refusals = new ArrayList<>();
    refused.forEach((site, reason) -> refusals.add(new Refusal(nameOf(site), reason)));
    return new ChannelFacts(groups, refusals, state.counts().stream().map(this::count).toList());
  }

  /**
   * The classes that a weight makes and nothing fixes; for fixed ones, the reason is noted where
   * they are made. Most elements belong to neither: positions along images and sequences.
   */
  private Collection<ChannelClass> freeClasses() {
    Map<Integer, ChannelClass> free = new TreeMap<>();
    Map<Integer, Integer> fixed = new TreeMap<>();
    for (TracedAxis axis : state.axes()) {
      for (int index = 0; index < axis.size() && !axis.producers().isEmpty(); index++) {
        int id = state.classOf(axis.element(index));
        if (reasons[id] == null) {
          free.putIfAbsent(id, new ChannelClass(id, new ArrayList<>()));
        } else {
          fixed.merge(id, axis.producers().first(), Math::min);
        }
      }
    }
    fixed.forEach((id, site) -> refuse(site, String.valueOf(reasons[id])));
    for (TracedAxis axis : state.axes()) {
      for (int index = 0; index < axis.size(); index++) {
        ChannelClass channel = free.get(state.classOf(axis.element(index)));
        if (channel != null) {
          channel.add(axis, index);
        }
      }
    }
    return free.values();
  }

  private void offer(List<ChannelClass> candidate) {
    Member origin = candidate.get(0).origin();
    Optional<String> refusal = refusal(candidate);
    if (refusal.isPresent()) {
      refuse(site(origin), refusal.get());
      return;
    }
    int place = candidate.get(0).members().indexOf(origin);
    candidate.sort(Comparator.comparing(c -> c.members().get(place).indices().get(0)));
    String id = uniqueId(nameOf(site(origin)));
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < candidate.get(0).members().size(); i++) {
      int member = i;
      TracedAxis axis = candidate.get(0).members().get(i).axis();
      List<int[]> indices =
          candidate.stream()
              .map(c -> c.members().get(member).indices())
              .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
              .toList();
      slots.add(new Slot(axis.tensor(), axis.axis(), kind(axis), indices));
    }
    for (int c = 0; c < candidate.size(); c++) {
      channels.put(candidate.get(c).id(), new ChannelOfGroup(id, c));
    }
    groups.add(new ChannelGroup(id, candidate.size(), slots));
    sizes.put(id, candidate.size());
    sitesWithGroups.add(site(origin));
  }

  private Optional<String> refusal(List<ChannelClass> candidate) {
    if (candidate.size() < 2) {
      return Optional.of("has only one channel of its kind");
    }
    List<TracedAxis> axes = candidate.get(0).members().stream().map(Member::axis).toList();
    if (axes.stream().allMatch(axis -> axis.contractors().isEmpty())) {
      return Optional.of("no weight sums over its channels");
    }
    Set<String> tensors = new HashSet<>();
    axes.forEach(axis -> tensors.add(axis.tensor()));
    for (TracedAxis axis : axes) {
      if (!state.isInitializer(axis.tensor())) {
        for (Node user : graph.consumers(axis.tensor())) {
          if (!passesOn(user, axes, tensors)) {
            return Optional.of(user + " neither passes its channels on nor sums over them");
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Whether the effect of channels that a node reads ends in a sum or goes on in its output. */
  private static boolean passesOn(Node user, List<TracedAxis> axes, Set<String> tensors) {
    return user.outputs().stream().anyMatch(tensors::contains)
        || axes.stream()
            .anyMatch(a -> !a.contractors().isEmpty() && user.inputs().contains(a.tensor()));
  }

  private Slot.Kind kind(TracedAxis axis) {
    if (!axis.contractors().isEmpty()) {
      return Slot.Kind.CONTRACTS;
    }
    return axis.producers().isEmpty() ? Slot.Kind.VALUE : Slot.Kind.PRODUCES;
  }

  private void refuse(int site, String reason) {
    refused.putIfAbsent(site, reason);
  }

  private static int site(Member origin) {
    return origin.axis().producers().first();
  }

  private String nameOf(int site) {
    return graph.nodes().get(site).name();
  }

  /** Parts of one output that go different ways are groups of their own. */
  private String uniqueId(String node) {
    String id = node;
    for (int part = 2; !ids.add(id); part++) {
      id = node + ":" + part;
    }
    return id;
  }

  private ChannelCount count(TraceState.Count count) {
    Map<String, Integer[]> counted = new LinkedHashMap<>();
    int fixed = 0;
    for (int element : count.channels().ids()) {
      ChannelOfGroup channel = channels.get(state.classOf(element));
      if (channel == null) {
        fixed++;
      } else {
        counted
            .computeIfAbsent(channel.group(), g -> zeros(sizes.getOrDefault(g, 0)))[
            channel.channel()]++;
      }
    }
    Map<String, List<Integer>> lists = new LinkedHashMap<>();
    counted.forEach((group, numbers) -> lists.put(group, List.of(numbers)));
    return new ChannelCount(count.node(), count.place(), fixed, lists);
  }

  private static Integer[] zeros(int size) {
    Integer[] zeros = new Integer[size];
    Arrays.fill(zeros, 0);
    return zeros;
  }
}
