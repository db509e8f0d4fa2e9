package dev.pluto.engine.structure;

import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.GraphEditor;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.search.Decision;
import java.util.HashMap;
import java.util.Map;

/**
 * What one setting of a decision changes, as far as cost is concerned.
 *
 * @param widths channels that remain, by channel group
 * @param precisions lowered precisions, by tensor
 */
public record Effect(Map<String, Integer> widths, Map<String, Precision> precisions) {
  /** Copies the maps. */
  public Effect {
    widths = Map.copyOf(widths);
    precisions = Map.copyOf(precisions);
  }

  /** The effect of a setting, found by letting the decision edit nothing but a notebook. */
  public static Effect of(Decision decision, int setting) {
    Recorder recorder = new Recorder();
    decision.apply(setting, recorder);
    return new Effect(recorder.widths, recorder.precisions);
  }

  /** Of two precisions of one tensor the one that holds: the fewest bits. */
  public static Precision lower(Precision a, Precision b) {
    return b.bits() < a.bits() ? b : a;
  }

  private static final class Recorder implements GraphEditor {
    private final Map<String, Integer> widths = new HashMap<>();
    private final Map<String, Precision> precisions = new HashMap<>();

    @Override
    public void keepChannels(ChannelGroup group, int[] channels) {
      widths.merge(group.id(), channels.length, Math::min);
    }

    /**
     * Which branch is taken is no effect of its own: it is the structure that the rest refers to.
     */
    @Override
    public void choose(String choice, int branch) {}

    @Override
    public void quantize(String tensor, Quantization quantization) {
      precisions.merge(tensor, quantization.precision(), Effect::lower);
    }
  }
}
