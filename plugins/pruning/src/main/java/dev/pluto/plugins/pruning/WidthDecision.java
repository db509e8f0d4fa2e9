package dev.pluto.plugins.pruning;

import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.GraphEditor;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Frozen;
import dev.pluto.spi.search.Phase;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.spi.search.Setting;
import dev.pluto.spi.search.TrainingContext;
import java.util.List;
import java.util.stream.IntStream;

/** How many channels of a group stay. */
record WidthDecision(ChannelGroup group, WidthGrid grid) implements Decision {
  @Override
  public String id() {
    return PruningOperator.NAME + "/" + group.id();
  }

  @Override
  public Phase phase() {
    return Phase.WIDTH;
  }

  @Override
  public List<Setting> settings() {
    return grid.widths().stream().map(w -> new Setting(w + " of " + group.size())).toList();
  }

  @Override
  public double[] positions() {
    return grid.widths().stream().mapToDouble(w -> grid.largest() - w).toArray();
  }

  @Override
  public void apply(int setting, GraphEditor editor) {
    keep(IntStream.range(0, grid.width(setting)).toArray(), editor);
  }

  /** Keeps these channels, ascending; says nothing where all stay. */
  void keep(int[] channels, GraphEditor editor) {
    if (channels.length < group.size()) {
      editor.keepChannels(group, channels);
    }
  }

  @Override
  public Relaxation relax(TrainingContext context) {
    return new WidthRelaxation(this, context.manager());
  }

  @Override
  public Frozen freeze(int setting, TrainingContext context) {
    return Frozen.nothing();
  }
}
