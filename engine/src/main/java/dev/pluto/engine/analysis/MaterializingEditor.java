package dev.pluto.engine.analysis;

import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.GraphEditor;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Tensor;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Collects changes and makes the changed graph. Cheap for graphs whose weights are only shapes:
 * then nothing but sizes is computed.
 */
public final class MaterializingEditor implements GraphEditor {
  private final Graph graph;
  private final ChannelFacts facts;
  private final Map<String, ChannelGroup> groups = new HashMap<>();
  private final Map<String, BitSet> kept = new HashMap<>();
  private final Map<String, Map<Integer, BitSet>> removed = new LinkedHashMap<>();
  private final Map<String, Quantization> quantizations;
  private final Map<String, Integer> branches = new HashMap<>();

  /**
   * Edits a graph.
   *
   * @param facts of the same graph
   */
  public MaterializingEditor(Graph graph, ChannelFacts facts) {
    this.graph = graph;
    this.facts = facts;
    facts.groups().forEach(g -> groups.put(g.id(), g));
    quantizations = new LinkedHashMap<>(graph.quantizations());
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the graph has no such group, the channels do not ascend
   *     within it, or the group was narrowed before
   */
  @Override
  public void keepChannels(ChannelGroup group, int[] channels) {
    ChannelGroup own = groups.get(group.id());
    if (own == null || own.size() != group.size()) {
      throw new IllegalArgumentException(
          "the graph has no channel group '%s' of %d".formatted(group.id(), group.size()));
    }
    BitSet stay = checked(group, channels);
    if (kept.putIfAbsent(group.id(), stay) != null) {
      throw new IllegalArgumentException("channels of '" + group.id() + "' are removed twice");
    }
    for (ChannelGroup.Slot slot : own.slots()) {
      BitSet gone =
          removed
              .computeIfAbsent(slot.tensor(), t -> new TreeMap<>())
              .computeIfAbsent(slot.axis(), a -> new BitSet());
      for (int c = stay.nextClearBit(0); c < group.size(); c = stay.nextClearBit(c + 1)) {
        for (int index : slot.indices().get(c)) {
          gone.set(index);
        }
      }
    }
  }

  private static BitSet checked(ChannelGroup group, int[] channels) {
    BitSet stay = new BitSet();
    int last = -1;
    for (int channel : channels) {
      if (channel <= last || channel >= group.size()) {
        throw new IllegalArgumentException(
            "channel %d after %d of %d in group '%s'"
                .formatted(channel, last, group.size(), group.id()));
      }
      stay.set(channel);
      last = channel;
    }
    if (stay.isEmpty()) {
      throw new IllegalArgumentException("no channel of group '" + group.id() + "' is kept");
    }
    return stay;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Steps along an axis count its channels before any is removed. Of two scales with equal bits
   * the later one stays.
   */
  @Override
  public void quantize(String tensor, Quantization quantization) {
    quantizations.merge(tensor, quantization, MaterializingEditor::stronger);
  }

  private static Quantization stronger(Quantization old, Quantization other) {
    int difference = Integer.compare(old.precision().bits(), other.precision().bits());
    boolean keepOld = difference == 0 ? other.scale().isEmpty() : difference < 0;
    return keepOld ? old : other;
  }

  @Override
  public void choose(String choice, int branch) {
    branches.put(choice, branch);
  }

  /**
   * The graph with all changes: first one branch of every choice, the first where none was chosen;
   * then widths and precisions of what is left.
   *
   * @throws IllegalArgumentException if the graph has no such choice or branch
   */
  public Graph result() {
    Resolution resolution = Resolution.of(graph, branches);
    Graph resolved = resolution.graph();
    Graph.Builder builder = resolved.toBuilder();
    removed.forEach(
        (tensor, axes) ->
            resolved
                .initializer(tensor)
                .ifPresent(t -> builder.initializer(tensor, slice(t, axes))));
    Map<String, Quantization> sliced = new LinkedHashMap<>();
    quantizations.forEach(
        (tensor, q) ->
            resolution
                .standsFor(tensor)
                .ifPresent(
                    name -> sliced.merge(name, slice(tensor, q), MaterializingEditor::stronger)));
    builder.quantizations(sliced);
    new CountUpdate(
            resolved,
            facts.counts(),
            kept,
            (name, tensor) -> slice(tensor, removed.getOrDefault(name, Map.of())))
        .apply(builder);
    return builder.build();
  }

  private static Tensor slice(Tensor tensor, Map<Integer, BitSet> axes) {
    Tensor sliced = tensor;
    for (Map.Entry<Integer, BitSet> axis : axes.entrySet()) {
      int[] stay = stay(axis.getValue(), Math.toIntExact(tensor.shape().size(axis.getKey())));
      sliced = TensorSlices.keep(sliced, axis.getKey(), stay);
    }
    return sliced;
  }

  private Quantization slice(String tensor, Quantization quantization) {
    if (quantization.scale().isEmpty() || quantization.scale().get().axis().isEmpty()) {
      return quantization;
    }
    Quantization.Scale scale = quantization.scale().get();
    Map<Integer, BitSet> axes = removed.getOrDefault(tensor, Map.of());
    BitSet gone = axes.get(scale.axis().getAsInt());
    if (gone == null) {
      return quantization;
    }
    List<Integer> stay = Arrays.stream(stay(gone, scale.steps().size())).boxed().toList();
    Quantization.Scale sliced =
        new Quantization.Scale(
            stay.stream().map(scale.steps()::get).toList(),
            stay.stream().map(scale.zeroPoints()::get).toList(),
            scale.axis());
    return new Quantization(quantization.precision(), Optional.of(sliced));
  }

  private static int[] stay(BitSet gone, int size) {
    return IntStream.range(0, size).filter(i -> !gone.get(i)).toArray();
  }
}
