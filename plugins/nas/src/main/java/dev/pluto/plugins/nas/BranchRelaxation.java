package dev.pluto.plugins.nas;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.pluto.spi.graph.GraphEditor;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.Parameter;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.spi.search.Sampling;
import dev.pluto.spi.search.SensitivityProbe;
import dev.pluto.spi.search.StateDict;
import dev.pluto.spi.search.TrainingContext;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A choice among branches as a softmax over logits of which one branch is drawn in every step, soft
 * or hard: a mixture would cost the time and memory of all and hide the discrete network.
 * Straight-through gradients (Jang et al., "Categorical Reparameterization with Gumbel-Softmax",
 * 2017).
 */
final class BranchRelaxation implements Relaxation {
  /**
   * Logit of the branch that is moved to. The others are drawn now and then at first, and hardly
   * once the temperature has fallen.
   */
  private static final float CHOSEN_LOGIT = 3;

  private final BranchDecision decision;
  private final NDManager manager;
  private final NDArray theta;
  private final Drawn drawn = new Drawn();
  private final List<Hook> sampledHooks;
  private final List<List<Hook>> settingHooks;
  private double temperature = 1;

  BranchRelaxation(BranchDecision decision, TrainingContext context) {
    this.decision = decision;
    manager = context.manager().newSubManager();
    theta = manager.zeros(new Shape(decision.candidates().size() + 1L));
    theta.setRequiresGradient(true);
    sampledHooks = List.of(new Hook.BranchHook(decision.id(), drawn));
    settingHooks =
        IntStream.rangeClosed(0, decision.candidates().size())
            .mapToObj(s -> List.<Hook>of(new Hook.BranchHook(decision.id(), new Fixed(s))))
            .toList();
    moveTo(0);
  }

  /** The branch of the present step. */
  private static final class Drawn implements Hook.Branch {
    private int index;
    private Optional<NDArray> position = Optional.empty();

    @Override
    public int index() {
      return index;
    }

    @Override
    public Optional<NDArray> position() {
      return position;
    }
  }

  private record Fixed(int index) implements Hook.Branch {}

  @Override
  public List<Parameter> parameters() {
    return List.of(new Parameter(decision.id() + "/branch", theta, Parameter.Role.LOGIT));
  }

  @Override
  public NDArray sample(Sampling sampling) {
    temperature = sampling.temperature();
    drawn.index = draw(sampling.random());
    float[] corner = new float[decision.candidates().size() + 1];
    corner[drawn.index] = 1;
    // A number as an array of its own: DJL closes one that it makes while it is still read.
    NDArray soft = theta.div(manager.full(new Shape(1), (float) temperature)).softmax(0);
    // The difference is 0; it carries the gradient of the soft position.
    NDArray position = soft.sub(soft.stopGradient()).add(manager.create(corner));
    drawn.position = Optional.of(position);
    return position;
  }

  private int draw(RandomGenerator random) {
    double[] position = position();
    double rest = random.nextDouble();
    int index = 0;
    while (index < position.length - 1 && rest >= position[index]) {
      rest -= position[index++];
    }
    return index;
  }

  @Override
  public double[] position() {
    float[] logits = theta.toFloatArray();
    double largest = IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).max().orElse(0);
    double[] position =
        IntStream.range(0, logits.length)
            .mapToDouble(i -> Math.exp((logits[i] - largest) / temperature))
            .toArray();
    double sum = 0;
    for (double p : position) {
      sum += p;
    }
    for (int i = 0; i < position.length; i++) {
      position[i] /= sum;
    }
    return position;
  }

  @Override
  public void moveTo(int setting) {
    float[] logits = new float[decision.candidates().size() + 1];
    logits[setting] = CHOSEN_LOGIT;
    // A leaf may be written in place only while it takes no gradient.
    theta.setRequiresGradient(false);
    try (NDArray values = manager.create(logits)) {
      theta.muli(0).addi(values);
    }
    theta.setRequiresGradient(true);
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
  public double[] sensitivity(SensitivityProbe probe) {
    double[] rises = new double[settingHooks.size()];
    for (int setting = 1; setting < rises.length; setting++) {
      rises[setting] = probe.lossRise(hooks(setting));
    }
    return rises;
  }

  @Override
  public void materialize(int setting, GraphEditor editor) {
    decision.apply(setting, editor);
  }

  @Override
  public StateDict state() {
    return StateDict.EMPTY;
  }

  @Override
  public void restore(StateDict state) {}

  @Override
  public void close() {
    manager.close();
  }
}
