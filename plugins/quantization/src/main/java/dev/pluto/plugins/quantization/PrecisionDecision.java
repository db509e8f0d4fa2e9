package dev.pluto.plugins.quantization;

import dev.pluto.spi.graph.GraphEditor;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.hardware.PrecisionTuple;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Frozen;
import dev.pluto.spi.search.Phase;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.spi.search.Setting;
import dev.pluto.spi.search.TrainingContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The precision of a weight and of the values around it.
 *
 * @param site the weight
 * @param tuples precisions besides fp32, by falling bits
 * @param start share of the recovery after which rounding begins
 * @param shared quantizers of values that several decisions ask for
 */
record PrecisionDecision(
    WeightSite site, List<PrecisionTuple> tuples, double start, SharedQuantizers shared)
    implements Decision {
  PrecisionDecision {
    tuples = List.copyOf(tuples);
  }

  @Override
  public String id() {
    return QuantizationOperator.NAME + "/" + site.name();
  }

  @Override
  public Phase phase() {
    return Phase.PRECISION;
  }

  @Override
  public List<Setting> settings() {
    return Stream.concat(Stream.of(PrecisionTuple.FP32), tuples.stream())
        .map(t -> new Setting(t.name()))
        .toList();
  }

  @Override
  public void apply(int setting, GraphEditor editor) {
    if (setting > 0) {
      PrecisionTuple tuple = tuples.get(setting - 1);
      editor.quantize(site.weight(), Quantization.of(tuple.weight()));
      valuesIn(tuple)
          .keySet()
          .forEach(value -> editor.quantize(value, Quantization.of(tuple.activation())));
    }
  }

  /** The values that a precision makes integers of, each with the value whose scale it has. */
  Map<String, String> valuesIn(PrecisionTuple tuple) {
    return tuple.isWeightOnly() ? Map.of() : site.values();
  }

  @Override
  public Relaxation relax(TrainingContext context) {
    return new PrecisionRelaxation(this, context);
  }

  @Override
  public Frozen freeze(int setting, TrainingContext context) {
    return setting == 0
        ? Frozen.nothing()
        : new PrecisionFrozen(this, tuples.get(setting - 1), context);
  }
}
