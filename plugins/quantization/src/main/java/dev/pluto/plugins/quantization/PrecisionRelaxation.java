package dev.pluto.plugins.quantization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.pluto.spi.graph.GraphEditor;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.hardware.PrecisionTuple;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.Parameter;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.spi.search.Sampling;
import dev.pluto.spi.search.SettingLogits;
import dev.pluto.spi.search.StateDict;
import dev.pluto.spi.search.TrainingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A precision as a softmax over the settings, or one setting drawn with Gumbel noise. The weight is
 * the mixture of its rounded forms; values are rounded by the quantizers that decisions share.
 */
final class PrecisionRelaxation implements Relaxation {
  /** Logit of the setting that is moved to; the others have 0 and stay within reach. */
  private static final float CHOSEN_LOGIT = 2;

  /** Below 8 bits clipping a little pays; at 8 bits the step that clips nothing is good enough. */
  private static final int LOW_BIT_CANDIDATES = 8;

  private final PrecisionDecision decision;
  private final TrainingContext context;
  private final FakeQuantization functions;
  private final NDManager manager;
  private final SettingLogits logits;
  private final Map<String, MixedValue> values = new LinkedHashMap<>();
  private final List<Hook> sampledHooks;
  private final List<List<Hook>> settingHooks;
  private NDArray unchanged;
  private Map<Precision, NDArray> weightShares;

  PrecisionRelaxation(PrecisionDecision decision, TrainingContext context) {
    this.decision = decision;
    this.context = context;
    functions = new FakeQuantization(context.scripts());
    manager = context.manager().newSubManager();
    logits = new SettingLogits(manager, decision.tuples().size() + 1, CHOSEN_LOGIT);
    MixedValues shared = decision.shared().searching().join(context);
    decision
        .site()
        .values()
        .forEach((value, source) -> values.computeIfAbsent(source, s -> shared.of(s, functions)));
    sampledHooks = new ArrayList<>();
    sampledHooks.add(weightHook(this::mixWeight));
    values.values().forEach(v -> sampledHooks.add(v.sampledHook()));
    settingHooks = new ArrayList<>();
    settingHooks.add(List.of());
    decision.tuples().forEach(t -> settingHooks.add(fixedHooks(t)));
    NDArray corner = manager.zeros(logits.array().getShape());
    unchanged = corner.get(0).add(1);
    weightShares = shares(corner, PrecisionTuple::weight);
    demand(corner);
  }

  private Hook weightHook(Hook.Transform transform) {
    return new Hook.WeightHook(decision.site().weight(), Hook.WeightStage.QUANTIZE, transform);
  }

  private List<Hook> fixedHooks(PrecisionTuple tuple) {
    List<Hook> hooks = new ArrayList<>();
    hooks.add(weightHook((weight, training) -> round(weight, tuple.weight())));
    if (!tuple.isWeightOnly()) {
      values.forEach(
          (value, quantizer) ->
              hooks.add(
                  new Hook.ValueHook(value, new RoundedValue(quantizer, tuple.activation()))));
    }
    return List.copyOf(hooks);
  }

  /** Equal for equal precisions of one value, so that two decisions round it once. */
  private record RoundedValue(MixedValue quantizer, Precision precision) implements Hook.Transform {
    @Override
    public NDArray apply(NDArray x, boolean training) {
      return quantizer.round(x, precision, training);
    }
  }

  private NDArray round(NDArray weight, Precision precision) {
    if (!precision.isInteger()) {
      return functions.half(weight);
    }
    int axis = decision.site().axis();
    int candidates = precision.bits() < 8 ? LOW_BIT_CANDIDATES : 1;
    NDArray steps = functions.bestSteps(weight, precision, axis, candidates);
    return functions.perChannel(weight, steps, precision, axis);
  }

  private NDArray mixWeight(NDArray weight, boolean training) {
    NDArray mixed = weight.mul(unchanged);
    for (Map.Entry<Precision, NDArray> share : weightShares.entrySet()) {
      mixed = mixed.add(round(weight, share.getKey()).mul(share.getValue()));
    }
    return mixed;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter(decision.id() + "/precision", logits.array(), Parameter.Role.LOGIT));
  }

  @Override
  public NDArray sample(Sampling sampling) {
    logits.temperature(sampling.temperature());
    NDArray position;
    if (sampling.hard()) {
      NDArray noisy = logits.noisy(sampling.random());
      position = logits.corner((int) noisy.argMax().getLong(), noisy);
    } else {
      position = logits.soft();
    }
    unchanged = position.get(0);
    weightShares = shares(position, PrecisionTuple::weight);
    demand(position);
    return position;
  }

  private Map<Precision, NDArray> shares(
      NDArray position, Function<PrecisionTuple, Precision> precision) {
    Map<Precision, NDArray> shares = new LinkedHashMap<>();
    for (int i = 0; i < decision.tuples().size(); i++) {
      shares.merge(precision.apply(decision.tuples().get(i)), position.get(i + 1), NDArray::add);
    }
    return shares;
  }

  private void demand(NDArray position) {
    Map<Precision, NDArray> shares = shares(position, PrecisionTuple::activation);
    shares.remove(Precision.FP32);
    values.values().forEach(v -> v.demand(decision.id(), shares));
  }

  /** What is not there demands nothing of values that others share. */
  @Override
  public void inForce(boolean present) {
    if (!present) {
      values.values().forEach(v -> v.withdraw(decision.id()));
    }
  }

  @Override
  public double[] position() {
    return logits.position();
  }

  @Override
  public void moveTo(int setting) {
    logits.moveTo(setting);
  }

  @Override
  public List<Hook> hooks() {
    return List.copyOf(sampledHooks);
  }

  @Override
  public List<Hook> hooks(int setting) {
    return settingHooks.get(setting);
  }

  @Override
  public void materialize(int setting, GraphEditor editor) {
    decision.apply(setting, editor);
    if (setting > 0) {
      PrecisionTuple tuple = decision.tuples().get(setting - 1);
      decision
          .valuesIn(tuple)
          .forEach(
              (value, source) ->
                  editor.quantize(value, quantizer(source).quantization(tuple.activation())));
    }
  }

  private MixedValue quantizer(String source) {
    MixedValue quantizer = values.get(source);
    if (quantizer == null) {
      throw new IllegalStateException("no quantizer for '" + source + "'");
    }
    return quantizer;
  }

  @Override
  public StateDict state() {
    Map<String, Tensor> state = new HashMap<>();
    values.forEach(
        (value, quantizer) ->
            quantizer
                .state()
                .forEach((precision, range) -> state.put(precision + "/" + value, range)));
    return new StateDict(state);
  }

  @Override
  public void restore(StateDict state) {
    for (PrecisionTuple tuple : decision.tuples()) {
      values.forEach(
          (value, quantizer) -> {
            Tensor range = state.tensors().get(tuple.activation().name() + "/" + value);
            if (range != null) {
              quantizer.restore(tuple.activation(), range);
            }
          });
    }
  }

  @Override
  public void close() {
    values.values().forEach(v -> v.withdraw(decision.id()));
    decision.shared().searching().leave(context);
    manager.close();
  }
}
