package dev.pluto.engine.cost;

import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.GraphEditor;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Frozen;
import dev.pluto.spi.search.Phase;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.spi.search.Setting;
import dev.pluto.spi.search.TrainingContext;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** A decision that costs something and is never trained. */
public record TestDecision(
    String id, Phase phase, List<Setting> settings, BiConsumer<Integer, GraphEditor> edit)
    implements Decision {

  /** Keeps the first channels of a group; the first width is the whole group. */
  public static TestDecision width(ChannelGroup group, List<Integer> widths) {
    return new TestDecision(
        "width/" + group.id(),
        Phase.WIDTH,
        widths.stream().map(w -> new Setting(w + " of " + group.size())).toList(),
        (setting, editor) ->
            editor.keepChannels(group, IntStream.range(0, widths.get(setting)).toArray()));
  }

  /** Leaves tensors in fp32, or lowers all of them to one of these precisions. */
  public static TestDecision precision(String id, List<String> tensors, List<Precision> lower) {
    List<Setting> settings =
        IntStream.rangeClosed(0, lower.size())
            .mapToObj(s -> new Setting(s == 0 ? "fp32" : lower.get(s - 1).name()))
            .toList();
    return new TestDecision(
        "precision/" + id,
        Phase.PRECISION,
        settings,
        (setting, editor) ->
            tensors.forEach(t -> editor.quantize(t, Quantization.of(lower.get(setting - 1)))));
  }

  @Override
  public void apply(int setting, GraphEditor editor) {
    if (setting > 0) {
      edit.accept(setting, editor);
    }
  }

  @Override
  public Relaxation relax(TrainingContext context) {
    throw new UnsupportedOperationException("never trained");
  }

  @Override
  public Frozen freeze(int setting, TrainingContext context) {
    throw new UnsupportedOperationException("never trained");
  }
}
