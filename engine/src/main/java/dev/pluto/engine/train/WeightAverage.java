package dev.pluto.engine.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;

/** The mean of arrays over the last steps of a training (Izmailov et al. 2018). */
public final class WeightAverage implements AutoCloseable {
  private final TrainingSession session;
  private final NDManager manager;
  private final List<NDArray> arrays;
  private final List<NDArray> means = new ArrayList<>();
  private int taken;

  /** An average of a graph's weights and statistics and of further arrays. */
  public WeightAverage(TrainingSession session, TrainableGraph graph, List<NDArray> more) {
    this.session = session;
    manager = session.manager().newSubManager();
    arrays = new ArrayList<>(graph.changing());
    arrays.addAll(more);
  }

  /** Takes the present values in. */
  public void take() {
    taken++;
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      for (int i = 0; i < arrays.size(); i++) {
        if (means.size() <= i) {
          NDArray mean = arrays.get(i).stopGradient().duplicate();
          mean.attach(manager);
          NDScope.unregister(mean);
          means.add(mean);
        } else {
          means.get(i).addi(arrays.get(i).stopGradient().sub(means.get(i)).div(taken));
        }
      }
    }
  }

  /** Writes the mean into the arrays; does nothing if none was taken. */
  public void apply() {
    if (taken > 0) {
      session.copy(means, arrays);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
