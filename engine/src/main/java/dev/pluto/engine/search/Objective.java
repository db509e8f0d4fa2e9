package dev.pluto.engine.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.pluto.engine.train.Hooks;
import dev.pluto.engine.train.TrainableGraph;
import dev.pluto.spi.search.LossTerm;
import dev.pluto.spi.task.Task;
import java.util.List;

/**
 * The loss that weights and structure share: the task's loss and the terms that operators add, over
 * a scale that makes multipliers comparable between tasks. Where the task compares with the
 * original model itself, the terms are all there is.
 */
public final class Objective {
  private final Task<?> task;
  private final List<LossTerm> terms;
  private final TrainableGraph teacher;
  private final double scale;

  /**
   * An objective.
   *
   * @param teacher the original model; run only if there are terms
   * @param scale loss that counts as 1
   */
  Objective(Task<?> task, List<LossTerm> terms, TrainableGraph teacher, double scale) {
    this.task = task;
    this.terms = terms;
    this.teacher = teacher;
    this.scale = scale;
  }

  /** The scaled loss of a batch, a differentiable scalar. */
  public NDArray of(NDList outputs, NDList inputs, NDList targets) {
    NDArray loss =
        task.comparesWithOriginal() ? number(outputs.get(0), 0) : task.loss(outputs, targets);
    if (!terms.isEmpty()) {
      NDList teacherOutputs = teacher.evaluate(inputs, Hooks.NONE);
      for (LossTerm term : terms) {
        NDArray value = term.loss(outputs, teacherOutputs);
        loss = loss.add(value.mul(number(value, term.weight())));
      }
    }
    return loss.div(number(loss, scale));
  }

  /**
   * A number as an array of the step's own. DJL closes the array that it makes of a plain number
   * although the backward pass still reads it.
   */
  private static NDArray number(NDArray beside, double value) {
    return beside.getManager().full(new Shape(), (float) value);
  }
}
