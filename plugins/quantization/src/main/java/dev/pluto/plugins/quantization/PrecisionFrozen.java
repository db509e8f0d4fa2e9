package dev.pluto.plugins.quantization;

import ai.djl.ndarray.NDManager;
import dev.pluto.spi.graph.GraphEditor;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.hardware.PrecisionTuple;
import dev.pluto.spi.search.Frozen;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.Parameter;
import dev.pluto.spi.search.StateDict;
import dev.pluto.spi.search.TrainingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Quantization-aware recovery with learned step sizes (Esser et al., "Learned Step Size
 * Quantization", 2020). The first part of the recovery runs in floating point and observes ranges;
 * then step sizes start at the least squared error and are trained with the weights.
 */
final class PrecisionFrozen implements Frozen {
  private static final String STAGE = "stage/";
  private static final String RANGE = "range/";
  private static final String WEIGHT = "weight";

  private final PrecisionDecision decision;
  private final TrainingContext context;
  private final NDManager manager;
  private final LearnedWeight weight;
  private final Map<String, String> scaleSources;
  private final Map<String, LearnedValue> values = new LinkedHashMap<>();
  private final List<Hook> hooks = new ArrayList<>();

  PrecisionFrozen(PrecisionDecision decision, PrecisionTuple tuple, TrainingContext context) {
    this.decision = decision;
    this.context = context;
    manager = context.manager().newSubManager();
    FakeQuantization functions = new FakeQuantization(context.scripts());
    WeightSite site = decision.site();
    Tensor tensor = context.graph().initializer(site.weight()).orElseThrow();
    weight =
        new LearnedWeight(
            tuple.weight(), site.axis(), tensor.shape().size(site.axis()), functions, manager);
    hooks.add(new Hook.WeightHook(site.weight(), Hook.WeightStage.QUANTIZE, weight));
    LearnedValues shared = decision.shared().recovering().join(context);
    scaleSources = scaleSources(decision.valuesIn(tuple), context);
    for (String source : scaleSources.values()) {
      if (!values.containsKey(source)) {
        LearnedValue value =
            shared.of(
                source,
                () -> new LearnedValue(decision.id(), tuple.activation(), functions, manager));
        value.demand(tuple.activation());
        values.put(source, value);
        hooks.add(new Hook.ValueHook(source, value));
      }
    }
  }

  /** The values of the site, and the sources of their scales, as the trained graph calls them. */
  private static Map<String, String> scaleSources(
      Map<String, String> values, TrainingContext context) {
    Map<String, String> sources = new LinkedHashMap<>();
    values.forEach(
        (value, source) ->
            context
                .standsFor(value)
                .ifPresent(v -> sources.putIfAbsent(v, context.standsFor(source).orElse(v))));
    return sources;
  }

  @Override
  public List<Hook> hooks() {
    return List.copyOf(hooks);
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    weight
        .steps()
        .ifPresent(
            steps ->
                parameters.add(
                    new Parameter(
                        decision.id() + "/weight-steps", steps, Parameter.Role.STEP_SIZE)));
    values.forEach(
        (name, value) ->
            value
                .step(decision.id())
                .ifPresent(
                    step ->
                        parameters.add(
                            new Parameter(
                                decision.id() + "/step/" + name, step, Parameter.Role.STEP_SIZE))));
    return parameters;
  }

  @Override
  public void progress(double fraction) {
    if (fraction >= decision.start()) {
      weight.stage(weight.stage().started());
      values.values().forEach(LearnedValue::start);
    }
  }

  @Override
  public void rescaled(String initializer, int axis, List<Double> factors) {
    if (initializer.equals(decision.site().weight()) && axis == decision.site().axis()) {
      weight.rescale(factors);
    }
  }

  @Override
  public void finish(GraphEditor editor) {
    editor.quantize(decision.site().weight(), weight.quantization());
    scaleSources.forEach((value, source) -> editor.quantize(value, value(source).quantization()));
  }

  private LearnedValue value(String source) {
    LearnedValue value = values.get(source);
    if (value == null) {
      throw new IllegalStateException("no quantizer for '" + source + "'");
    }
    return value;
  }

  @Override
  public StateDict state() {
    Map<String, Tensor> state = new HashMap<>();
    state.put(WEIGHT, Tensor.ofLongs(Shape.of(), weight.stage().code()));
    values.forEach(
        (name, value) -> {
          LearnedValue.QuantizerState s = value.state();
          state.put(STAGE + name, Tensor.ofLongs(Shape.of(2), s.stage().code(), s.zeroPoint()));
          state.put(RANGE + name, s.range());
        });
    return new StateDict(state);
  }

  @Override
  public void restore(StateDict state) {
    weight.stage(Stage.ofCode(tensor(state, WEIGHT).longs()[0]));
    values.forEach(
        (name, value) -> {
          long[] stage = tensor(state, STAGE + name).longs();
          value.restore(
              new LearnedValue.QuantizerState(
                  Stage.ofCode(stage[0]), (int) stage[1], tensor(state, RANGE + name)));
        });
  }

  private static Tensor tensor(StateDict state, String key) {
    Tensor tensor = state.tensors().get(key);
    if (tensor == null) {
      throw new IllegalArgumentException("no '" + key + "' in the state of a quantizer");
    }
    return tensor;
  }

  @Override
  public void close() {
    decision.shared().recovering().leave(context);
    manager.close();
  }
}
