package dev.pluto.engine.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;

/** A copy of arrays to go back to. */
final class Snapshot implements AutoCloseable {
  private final NDManager manager;
  private final List<NDArray> arrays;
  private final List<NDArray> copies = new ArrayList<>();

  /** A snapshot of the present values. */
  Snapshot(NDManager parent, List<NDArray> arrays) {
    this.manager = parent.newSubManager();
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
    copy(arrays, copies);
  }

  /** Goes back to the copy. */
  void restore() {
    copy(copies, arrays);
  }

  /** Overwrites arrays in place; copies and trained arrays alike. */
  static void copy(List<NDArray> from, List<NDArray> to) {
    TrainableGraph.withoutGradient(
        () -> {
          for (int i = 0; i < from.size(); i++) {
            from.get(i).copyTo(to.get(i));
          }
          return to;
        });
  }

  @Override
  public void close() {
    manager.close();
  }
}
