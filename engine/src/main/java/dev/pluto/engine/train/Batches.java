package dev.pluto.engine.train;

import dev.pluto.spi.task.Sample;
import dev.pluto.spi.task.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An endless sequence of shuffled, augmented batches. Batch n depends on the seed and n alone, so a
 * cursor is enough to resume. The next batch is made on a background thread while the present one
 * is used.
 */
public final class Batches implements AutoCloseable {
  private final Samples samples;
  private final int size;
  private final int perEpoch;
  private final long seed;
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "pluto-batches");
            thread.setDaemon(true);
            return thread;
          });
  private long cursor;
  private CompletableFuture<Batch> next;
  private long shuffledEpoch = -1;
  private int[] order = new int[0];

  /**
   * Batches from number {@code start} on.
   *
   * @throws IllegalArgumentException if there are fewer samples than fit into a batch
   */
  public Batches(Samples samples, int size, long seed, long start) {
    if (samples.size() < size) {
      throw new IllegalArgumentException(
          "%d samples do not fill a batch of %d".formatted(samples.size(), size));
    }
    this.samples = samples;
    this.size = size;
    this.perEpoch = samples.size() / size;
    this.seed = seed;
    this.cursor = start;
    this.next = prepare(start);
  }

  /** Batches in a pass over all samples; a last, incomplete one is left out. */
  public int perEpoch() {
    return perEpoch;
  }

  /** The next batch. */
  public Batch next() {
    Batch batch;
    try {
      batch = next.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    cursor++;
    next = prepare(cursor);
    return batch;
  }

  private CompletableFuture<Batch> prepare(long number) {
    return CompletableFuture.supplyAsync(() -> make(number), background);
  }

  private Batch make(long number) {
    long epoch = number / perEpoch;
    if (epoch != shuffledEpoch) {
      order = shuffled(epoch);
      shuffledEpoch = epoch;
    }
    int first = (int) (number % perEpoch) * size;
    List<Sample> batch = new ArrayList<>();
    for (int i = first; i < first + size; i++) {
      batch.add(samples.augmented(order[i], new SplittableRandom(mix(mix(seed, epoch), order[i]))));
    }
    return Batch.of(batch);
  }

  private int[] shuffled(long epoch) {
    SplittableRandom random = new SplittableRandom(mix(seed, epoch));
    int[] indices = new int[samples.size()];
    for (int i = 0; i < indices.length; i++) {
      int j = random.nextInt(i + 1);
      indices[i] = indices[j];
      indices[j] = i;
    }
    return indices;
  }

  private static long mix(long a, long b) {
    return new SplittableRandom(a * 0x9E3779B97F4A7C15L + b).nextLong();
  }

  @Override
  public void close() {
    background.shutdownNow();
  }
}
