package dev.pluto.engine.analysis;

import dev.pluto.engine.analysis.TracedChannel.Member;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.search.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Sorts the classes of a trace into channel groups. */
final class ChannelGrouping {
  /** An index of an axis. */
  private record Place(TracedAxis axis, int index) {}

  private record ChannelOfGroup(String group, int channel) {}

  private final TraceState state;
  private final Closures closures;
  private final Map<Integer, List<Place>> places = new LinkedHashMap<>();
  private final List<ChannelGroup> groups = new ArrayList<>();
  private final Map<Integer, ChannelOfGroup> channels = new HashMap<>();
  private final Set<String> ids = new HashSet<>();
  private final Set<Integer> sitesWithGroups = new HashSet<>();
  private final Map<Integer, String> refused = new TreeMap<>();

  ChannelGrouping(TraceState state) {
    this.state = state;
    closures = new Closures(state, state.reasonsByClass());
    for (TracedAxis axis : state.axes()) {
      for (int index = 0; index < axis.size(); index++) {
        int member = state.classOf(axis.element(index));
        // Most elements are positions along images and sequences, which neither go nor are made.
        if (closures.isFree(member) || !axis.producers().isEmpty()) {
          places.computeIfAbsent(member, k -> new ArrayList<>()).add(new Place(axis, index));
        }
      }
    }
  }

  ChannelFacts facts() {
    List<GroupCandidate> candidates = new ArrayList<>();
    for (GroupCandidate candidate : GroupCandidate.of(channels())) {
      Optional<String> refusal = candidate.refusal();
      if (refusal.isPresent()) {
        refused.putIfAbsent(candidate.site(), refusal.get());
      } else {
        candidates.add(candidate);
      }
    }
    CandidateSelection.of(candidates, state).stream()
        .sorted(Comparator.comparing(GroupCandidate::site))
        .forEach(this::accept);
    for (GroupCandidate candidate : candidates) {
      refused.putIfAbsent(candidate.site(), "its channels go with those of another group");
    }
    refused.keySet().removeAll(sitesWithGroups);
    List<Refusal> refusals = new ArrayList<>();
    refused.forEach((site, reason) -> refusals.add(new Refusal(nameOf(site), reason)));
    return new ChannelFacts(groups, refusals, state.counts().stream().map(this::count).toList());
  }

  /** All that can be removed together, each once; notes why classes that weights make stay. */
  private Collection<TracedChannel> channels() {
    Map<Set<Integer>, TracedChannel> found = new LinkedHashMap<>();
    Set<Integer> reached = new HashSet<>();
    Set<Integer> seeds = new LinkedHashSet<>(closures.factors());
    places.keySet().stream().filter(c -> madeBy(c).isPresent()).forEach(seeds::add);
    for (int seed : seeds) {
      if (reached.contains(seed) && !closures.factors().contains(seed)) {
        continue;
      }
      Closures.Closure closure = closures.of(seed);
      if (closure instanceof Closures.Closure.Removable removable) {
        TracedChannel channel = channel(removable.classes());
        if (channel.origin().isPresent()) {
          found.putIfAbsent(channel.classes(), channel);
          reached.addAll(channel.classes());
        }
      } else if (closure instanceof Closures.Closure.Fixed fixed) {
        madeBy(seed).ifPresent(site -> refused.putIfAbsent(site, fixed.reason()));
      }
    }
    return found.values();
  }

  /** Position of the first node whose weight makes a class. */
  private Optional<Integer> madeBy(int member) {
    return places.getOrDefault(member, List.of()).stream()
        .filter(p -> !p.axis().producers().isEmpty())
        .map(p -> p.axis().producers().first())
        .min(Comparator.naturalOrder());
  }

  private TracedChannel channel(Set<Integer> classes) {
    Map<TracedAxis, List<Integer>> indices = new TreeMap<>(Comparator.comparing(TracedAxis::first));
    for (int member : classes) {
      for (Place place : places.getOrDefault(member, List.of())) {
        indices.computeIfAbsent(place.axis(), a -> new ArrayList<>()).add(place.index());
      }
    }
    List<Member> members = new ArrayList<>();
    indices.forEach((axis, list) -> members.add(new Member(axis, list.stream().sorted().toList())));
    return new TracedChannel(classes, members);
  }

  private void accept(GroupCandidate candidate) {
    String id = uniqueId(nameOf(candidate.site()));
    for (int c = 0; c < candidate.size(); c++) {
      for (int member : candidate.channels().get(c).classes()) {
        channels.put(member, new ChannelOfGroup(id, c));
      }
    }
    groups.add(new ChannelGroup(id, candidate.size(), candidate.slots()));
    sitesWithGroups.add(candidate.site());
  }

  private String nameOf(int site) {
    return state.graph().nodes().get(site).name();
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
    Map<String, List<Integer>> counted = new LinkedHashMap<>();
    int fixed = 0;
    for (int element : count.channels().ids()) {
      ChannelOfGroup channel = channels.get(state.classOf(element));
      if (channel == null) {
        fixed++;
      } else {
        counted.computeIfAbsent(channel.group(), g -> new ArrayList<>()).add(channel.channel());
      }
    }
    return new ChannelCount(count.node(), count.place(), fixed, counted);
  }
}
