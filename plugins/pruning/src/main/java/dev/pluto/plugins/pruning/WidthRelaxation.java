package dev.pluto.plugins.pruning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.GraphEditor;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.Parameter;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.spi.search.Sampling;
import dev.pluto.spi.search.SensitivityProbe;
import dev.pluto.spi.search.StateDict;
import dev.pluto.spi.search.TrainingSignals;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A width as one number θ over channels ordered by importance.
 *
 * <p>θ runs from 0 (smallest width) to {@link WidthPosition#SPAN} (all channels), linearly in the
 * width, so that a step of θ changes every group by the same share whatever its size, and crosses
 * the range in about as many steps as a logit needs to change its mind. θ is put back into the
 * range before every step: gradients at the ends stay alive and cannot wind it up.
 *
 * <p>The mask of channel c is the total position of the settings that keep it. It acts on the
 * weights that contract the channels: where those are zero, the channel is gone exactly, whatever
 * biases and normalizations stand in front.
 */
final class WidthRelaxation implements Relaxation {
  /** Batches between two re-rankings: enough for the running means to settle. */
  private static final int RERANK_EVERY = 10;

  private final WidthDecision decision;
  private final ChannelImportance importance;
  private final NDManager manager;
  private final NDArray theta;

  /** 1 where the setting of the row keeps the channel of the column. */
  private final NDArray membership;

  private final List<Hook> sampledHooks;
  private final List<List<Hook>> settingHooks;
  private NDArray sampledMask;
  private int active;
  private boolean hard;

  WidthRelaxation(WidthDecision decision, NDManager parent) {
    this.decision = decision;
    WidthGrid grid = decision.grid();
    importance = new ChannelImportance(decision.group());
    active = grid.largest();
    manager = parent.newSubManager();
    theta = manager.full(new Shape(1), (float) WidthPosition.SPAN);
    theta.setRequiresGradient(true);
    membership = manager.zeros(new Shape(grid.settings(), grid.largest()));
    sampledMask = manager.ones(new Shape(grid.largest()));
    sampledHooks = hooks(() -> sampledMask);
    settingHooks =
        IntStream.range(0, grid.settings()).mapToObj(s -> hooks(() -> membership.get(s))).toList();
    applyOrder();
  }

  private List<Hook> hooks(Supplier<NDArray> mask) {
    return decision.group().slots().stream()
        .filter(s -> s.kind() == ChannelGroup.Slot.Kind.CONTRACTS)
        .<Hook>map(
            s -> new Hook.WeightHook(s.tensor(), Hook.WeightStage.MASK, new SlotMask(s, mask)))
        .toList();
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(new Parameter(decision.id() + "/width", theta, Parameter.Role.LOGIT));
  }

  @Override
  public NDArray sample(Sampling sampling) {
    WidthPosition present = present();
    setTheta(present.theta());
    hard = sampling.hard();
    double[] forward = hard ? present.nearest() : present.weights();
    active = decision.grid().width(firstPositive(forward));
    // The difference is 0; it carries the gradient of the soft position.
    NDArray position =
        manager
            .create(floats(present.slopes()))
            .mul(theta.sub(theta.stopGradient()))
            .add(manager.create(floats(forward)));
    sampledMask = position.reshape(1, -1).matMul(membership).reshape(-1);
    return position;
  }

  private static int firstPositive(double[] position) {
    int setting = 0;
    while (position[setting] == 0) {
      setting++;
    }
    return setting;
  }

  private WidthPosition present() {
    return WidthPosition.at(decision.grid(), theta.toFloatArray()[0]);
  }

  @Override
  public double[] position() {
    return present().weights();
  }

  @Override
  public void moveTo(int setting) {
    setTheta(WidthPosition.thetaOf(decision.grid(), setting));
  }

  private void setTheta(double value) {
    Parameter.write(theta, (float) value);
  }

  @Override
  public List<Hook> hooks() {
    return sampledHooks;
  }

  @Override
  public List<Hook> hooks(int setting) {
    return settingHooks.get(setting);
  }

  @Override
  public void observe(TrainingSignals signals) {
    importance.observe(signals, active);
    // Once one width alone is trained, its channels must stay the same ones.
    if (!hard && importance.batches() % RERANK_EVERY == 0) {
      rank();
    }
  }

  private void rank() {
    importance.rank();
    applyOrder();
  }

  private void applyOrder() {
    WidthGrid grid = decision.grid();
    int channels = grid.largest();
    int[] order = importance.order();
    float[] kept = new float[grid.settings() * channels];
    for (int setting = 0; setting < grid.settings(); setting++) {
      for (int rank = 0; rank < grid.width(setting); rank++) {
        kept[setting * channels + order[rank]] = 1;
      }
    }
    try (NDArray values = manager.create(kept, membership.getShape())) {
      membership.muli(0).addi(values);
    }
  }

  @Override
  public double[] sensitivity(SensitivityProbe probe) {
    rank();
    return WidthSensitivity.measure(
        decision.grid(), importance::lost, setting -> probe.lossRise(hooks(setting)));
  }

  @Override
  public void materialize(int setting, GraphEditor editor) {
    int[] kept = Arrays.copyOf(importance.order(), decision.grid().width(setting));
    Arrays.sort(kept);
    decision.keep(kept, editor);
  }

  @Override
  public StateDict state() {
    return importance.state();
  }

  @Override
  public void restore(StateDict state) {
    importance.restore(state);
    applyOrder();
  }

  @Override
  public void close() {
    manager.close();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
