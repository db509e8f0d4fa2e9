package dev.pluto.plugins.quantization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.search.Hook;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The quantizer of one value while the search runs. It is on as far as the decision that demands it
 * most; of several precisions the one with the fewest bits wins, as in the exported file.
 *
 * <p>In training, values take turns: each is rounded in one step of {@value #PERIOD}, with a
 * gradient for the decisions that is larger by that factor, so that it is the same on average.
 * Rounding activations is by far the dearest part of a step, and weights that learn under a part of
 * the rounding at a time cope with all of it (Fan et al., "Training with Quantization Noise for
 * Extreme Model Compression", 2021). Not meant for the recovery, which ends with the network that
 * is exported.
 */
final class MixedValue {
  /** Steps between two turns. */
  private static final int PERIOD = 4;

  private final int place;
  private final FakeQuantization functions;
  private final Hook sampledHook;

  /** By falling bits. */
  private final Map<Precision, RunningRange> ranges =
      new TreeMap<>(
          Comparator.comparingInt(Precision::bits).reversed().thenComparing(Precision::name));

  private final Map<String, Map<Precision, NDArray>> demands = new HashMap<>();
  private long steps;

  /**
   * A quantizer.
   *
   * @param place number of quantizers before it, which decides when its turn is
   */
  MixedValue(String value, int place, FakeQuantization functions) {
    this.place = place;
    this.functions = functions;
    sampledHook = new Hook.ValueHook(value, this::mix);
  }

  /** Sets how much a decision demands each precision in this step, as scalars from 0 to 1. */
  void demand(String decision, Map<Precision, NDArray> shares) {
    demands.put(decision, shares);
    shares.keySet().forEach(this::range);
  }

  /** Forgets a decision. */
  void withdraw(String decision) {
    demands.remove(decision);
  }

  /** Rounds as far as the decisions of this step demand it. */
  Hook sampledHook() {
    return sampledHook;
  }

  /** The value in one precision. */
  NDArray round(NDArray x, Precision precision, boolean training) {
    if (!precision.isInteger()) {
      return functions.half(x);
    }
    RunningRange range = range(precision);
    if (training || range.isEmpty()) {
      range.observe(x, functions);
    }
    return functions.perTensor(x, range.scale(), precision);
  }

  private NDArray mix(NDArray x, boolean training) {
    if (training && (steps++ + place) % PERIOD != 0) {
      return x;
    }
    NDArray result = x;
    for (Precision precision : ranges.keySet()) {
      Optional<NDArray> share =
          demands.values().stream()
              .filter(shares -> shares.containsKey(precision))
              .map(shares -> shares.get(precision))
              .reduce(NDArrays::maximum);
      if (share.isPresent()) {
        NDArray rounded = round(x, precision, training);
        result = functions.mix(result, rounded, share.get(), training ? PERIOD : 1);
      }
    }
    return result;
  }

  private RunningRange range(Precision precision) {
    return ranges.computeIfAbsent(precision, RunningRange::new);
  }

  /** How the value is rounded to a precision by what was seen of it. */
  Quantization quantization(Precision precision) {
    RunningRange range = range(precision);
    if (!precision.isInteger() || range.isEmpty()) {
      return Quantization.of(precision);
    }
    AffineScale scale = range.scale();
    return new Quantization(
        precision,
        Optional.of(
            new Quantization.Scale(
                List.of(scale.step()), List.of(scale.zeroPoint()), OptionalInt.empty())));
  }

  /** The ranges by precision. */
  Map<String, Tensor> state() {
    Map<String, Tensor> state = new HashMap<>();
    ranges.forEach((precision, range) -> state.put(precision.name(), range.state()));
    return state;
  }

  /** Restores the range of a precision. */
  void restore(Precision precision, Tensor state) {
    range(precision).restore(state);
  }
}
