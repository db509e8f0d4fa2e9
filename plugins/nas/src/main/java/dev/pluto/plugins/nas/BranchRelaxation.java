package dev.pluto.plugins.nas;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.pluto.spi.graph.GraphEditor;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.Parameter;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.spi.search.Sampling;
import dev.pluto.spi.search.SettingLogits;
import dev.pluto.spi.search.TrainingContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A choice among branches as a softmax over logits of which one branch is drawn in every step, soft
 * or hard: a mixture would cost the time and memory of all and hide the discrete network.
 */
final class BranchRelaxation implements Relaxation {
  /**
   * Logit of the branch that is moved to. The others are drawn now and then at first, and hardly
   * once the temperature has fallen.
   */
  private static final float CHOSEN_LOGIT = 3;

  private final BranchDecision decision;
  private final NDManager manager;
  private final SettingLogits logits;
  private final Drawn drawn = new Drawn();
  private final List<Hook> sampledHooks;
  private final List<List<Hook>> settingHooks;

  BranchRelaxation(BranchDecision decision, TrainingContext context) {
    this.decision = decision;
    manager = context.manager().newSubManager();
    logits = new SettingLogits(manager, decision.candidates().size() + 1, CHOSEN_LOGIT);
    sampledHooks = List.of(new Hook.BranchHook(decision.id(), drawn));
    settingHooks =
        IntStream.rangeClosed(0, decision.candidates().size())
            .mapToObj(s -> List.<Hook>of(new Hook.BranchHook(decision.id(), new Fixed(s))))
            .toList();
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
    return List.of(new Parameter(decision.id() + "/branch", logits.array(), Parameter.Role.LOGIT));
  }

  @Override
  public NDArray sample(Sampling sampling) {
    logits.temperature(sampling.temperature());
    drawn.index = logits.draw(sampling.random());
    NDArray position = logits.corner(drawn.index, logits.soft());
    drawn.position = Optional.of(position);
    return position;
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
    return sampledHooks;
  }

  @Override
  public List<Hook> hooks(int setting) {
    return settingHooks.get(setting);
  }

  @Override
  public void materialize(int setting, GraphEditor editor) {
    decision.apply(setting, editor);
  }

  @Override
  public void close() {
    manager.close();
  }
}
