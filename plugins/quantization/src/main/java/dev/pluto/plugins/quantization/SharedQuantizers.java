package dev.pluto.plugins.quantization;

import ai.djl.ndarray.NDManager;
import dev.pluto.spi.search.TrainingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the decisions of one training share: a value that two layers need in integers has one
 * quantizer. Decisions of one training are those that are given the same manager.
 */
final class SharedQuantizers {
  private final PerTraining<MixedValues> searching = new PerTraining<>(MixedValues::new);
  private final PerTraining<LearnedValues> recovering = new PerTraining<>(LearnedValues::new);

  /** Quantizers of values while the search runs. */
  PerTraining<MixedValues> searching() {
    return searching;
  }

  /** Quantizers of values while a frozen structure recovers. */
  PerTraining<LearnedValues> recovering() {
    return recovering;
  }

  /** One object per training, which lives until all that joined have left. */
  static final class PerTraining<T> {
    private final Supplier<T> create;
    private final Map<NDManager, Membership<T>> members = new HashMap<>();

    PerTraining(Supplier<T> create) {
      this.create = create;
    }

    synchronized T join(TrainingContext context) {
      Membership<T> present = members.get(context.manager());
      Membership<T> next =
          present == null
              ? new Membership<>(create.get(), 1)
              : new Membership<>(present.shared(), present.size() + 1);
      members.put(context.manager(), next);
      return next.shared();
    }

    synchronized void leave(TrainingContext context) {
      members.computeIfPresent(
          context.manager(),
          (manager, m) -> m.size() == 1 ? null : new Membership<>(m.shared(), m.size() - 1));
    }

    private record Membership<T>(T shared, int size) {}
  }
}
