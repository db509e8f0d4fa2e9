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
 */
final class MixedValue {
  private final FakeQuantization functions;
  private final Hook sampledHook;

  /** By falling bits. */
  private final Map<Precision, RunningRange> ranges =
      new TreeMap<>(
          Comparator.comparingInt(Precision::bits).reversed().thenComparing(Precision::name));

  private final Map<String, Map<Precision, NDArray>> demands = new HashMap<>();

  MixedValue(String value, FakeQuantization functions) {
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
    NDArray result = x;
    for (Precision precision : ranges.keySet()) {
      Optional<NDArray> on =
          demands.values().stream()
              .filter(shares -> shares.containsKey(precision))
              .map(shares -> shares.get(precision))
              .reduce(NDArrays::maximum);
      if (on.isPresent()) {
        // Exactly one or the other where the share is 0 or 1.
        NDArray share = on.get();
        result = round(x, precision, training).mul(share).add(result.mul(share.neg().add(1)));
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
