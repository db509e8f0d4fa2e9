package dev.pluto.engine.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;

/** A copy of arrays to go back to. */
final class Snapshot implements AutoCloseable {
  private final TrainingSession session;
  private final NDManager manager;
  private final List<NDArray> arrays;
  private final List<NDArray> copies = new ArrayList<>();

  /** A snapshot of the present values. */
  Snapshot(TrainingSession session, List<NDArray> arrays) {
    this.session = session;
    this.manager = session.manager().newSubManager();
    this.arrays = List.copyOf(arrays);
    for (NDArray array : arrays) {
      NDArray copy = manager.zeros(array.getShape());
      copy.attach(manager);
      NDScope.unregister(copy);
      copies.add(copy);
    }
    take();
  }

  /** Replaces the copy by the present values. */
  void take() {
    session.copy(arrays, copies);
  }

  /** Goes back to the copy. */
  void restore() {
    session.copy(copies, arrays);
  }

  @Override
  public void close() {
    manager.close();
  }
}
