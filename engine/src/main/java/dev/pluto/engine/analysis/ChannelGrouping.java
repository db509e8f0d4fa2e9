package dev.pluto.engine.analysis;

import dev.pluto.engine.analysis.ChannelElements.TensorAxis;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.ChannelGroup.Slot;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.search.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Puts the classes of channels that live at the same places into groups. */
final class ChannelGrouping {
  private final ChannelTracing.Recorder recorder;
  private final ChannelElements elements;
  private final Map<String, Integer> nodeOrder = new HashMap<>();

  /** For each class, its elements in order of allocation. */
  private final Map<Integer, List<Integer>> classes = new LinkedHashMap<>();

  /** Group id and channel of every class that was grouped. */
  private final Map<Integer, String> groupOfClass = new HashMap<>();

  ChannelGrouping(Graph graph, ChannelTracing.Recorder recorder) {
    this.recorder = recorder;
    this.elements = recorder.elements;
    for (int i = 0; i < graph.nodes().size(); i++) {
      nodeOrder.put(graph.nodes().get(i).name(), i);
    }
    for (int e = 0; e < elements.size(); e++) {
      classes.computeIfAbsent(elements.find(e), k -> new ArrayList<>()).add(e);
    }
  }

  ChannelFacts facts() {
    Set<Refusal> refusals = new LinkedHashSet<>();
    Map<Map<TensorAxis, Integer>, List<Integer>> bySlots = new LinkedHashMap<>();
    for (Map.Entry<Integer, List<Integer>> entry : classes.entrySet()) {
      Optional<String> producer = producer(entry.getValue());
      if (producer.isEmpty()) {
        continue;
      }
      Optional<String> obstacle =
          elements.reason(entry.getKey()).or(() -> obstacle(entry.getValue()));
      if (obstacle.isPresent()) {
        refusals.add(new Refusal(producer.get(), obstacle.get()));
      } else {
        Map<TensorAxis, Integer> slots = new LinkedHashMap<>();
        entry.getValue().forEach(e -> slots.merge(elements.axisOf(e), 1, Integer::sum));
        bySlots.computeIfAbsent(slots, k -> new ArrayList<>()).add(entry.getKey());
      }
    }
    List<ChannelGroup> groups = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    bySlots.forEach(
        (slots, members) -> {
          String producer = producer(classes.getOrDefault(members.get(0), List.of())).orElseThrow();
          if (members.size() < 2) {
            refusals.add(new Refusal(producer, "a single channel"));
          } else {
            String id = producer;
            for (int n = 2; !ids.add(id); n++) {
              id = producer + "#" + n;
            }
            groups.add(group(id, slots.keySet(), members));
          }
        });
    List<ChannelFacts.Count> counts = new ArrayList<>();
    for (ChannelTracing.RawCount raw : recorder.counts) {
      count(raw, groups).ifPresent(counts::add);
    }
    groups.sort(
        java.util.Comparator.comparingInt(
            g -> nodeOrder.getOrDefault(g.id().replaceFirst("#\\d+$", ""), 0)));
    return new ChannelFacts(groups, List.copyOf(refusals), counts);
  }

  /** The first node in execution order that makes the channels of a class. */
  private Optional<String> producer(List<Integer> members) {
    return members.stream()
        .map(e -> Optional.ofNullable(recorder.producers.get(elements.axisOf(e))))
        .flatMap(Optional::stream)
        .min(java.util.Comparator.comparingInt(n -> nodeOrder.getOrDefault(n, 0)));
  }

  /** Zeros in contracting weights must make the channel vanish, wherever it is used. */
  private Optional<String> obstacle(List<Integer> members) {
    boolean contracted =
        members.stream().anyMatch(e -> recorder.contracted.contains(elements.axisOf(e)));
    return contracted
        ? Optional.empty()
        : Optional.of("no weight sums over its channels, so nothing gets smaller behind it");
  }

  private ChannelGroup group(String id, Set<TensorAxis> axes, List<Integer> members) {
    List<Integer> ordered = new ArrayList<>(members);
    ordered.forEach(m -> groupOfClass.put(m, id));
    Map<TensorAxis, Map<Integer, List<Integer>>> indices = new HashMap<>();
    for (int member : ordered) {
      for (int e : classes.getOrDefault(member, List.of())) {
        indices
            .computeIfAbsent(elements.axisOf(e), k -> new HashMap<>())
            .computeIfAbsent(member, k -> new ArrayList<>())
            .add(elements.indexOf(e));
      }
    }
    List<Slot> slots = new ArrayList<>();
    for (TensorAxis axis : axes) {
      Map<Integer, List<Integer>> ofMember = indices.getOrDefault(axis, Map.of());
      List<int[]> perChannel = new ArrayList<>();
      for (int member : ordered) {
        perChannel.add(
            ofMember.getOrDefault(member, List.of()).stream()
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray());
      }
      slots.add(
          new Slot(
              axis.tensor(),
              axis.axis(),
              ChannelTracing.initializerKind(recorder, axis).orElse(Slot.Kind.VALUE),
              perChannel));
    }
    slots.sort(java.util.Comparator.comparing((Slot s) -> s.kind()).thenComparing(Slot::tensor));
    return new ChannelGroup(id, ordered.size(), slots);
  }

  private Optional<ChannelFacts.Count> count(
      ChannelTracing.RawCount raw, List<ChannelGroup> groups) {
    Map<String, Integer> members = new TreeMap<>();
    Arrays.stream(raw.channels().ids())
        .mapToObj(id -> Optional.ofNullable(groupOfClass.get(elements.find(id))))
        .flatMap(Optional::stream)
        .forEach(id -> members.merge(id, 1, Integer::sum));
    Map<String, Integer> perChannel = new TreeMap<>();
    for (ChannelGroup group : groups) {
      Integer n = members.get(group.id());
      if (n != null) {
        perChannel.put(group.id(), n / group.size());
      }
    }
    return perChannel.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ChannelFacts.Count(
                raw.node(), raw.attribute(), raw.constant(), raw.index(), perChannel));
  }
}
