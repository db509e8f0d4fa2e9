package dev.pluto.plugins.samples;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;

/**
 * Keeps what was computed for an index until a number of bytes is used up, and computes the rest
 * again each time. Nothing is ever dropped: training reads all samples equally often, and then no
 * choice of what to drop is better than none.
 *
 * @param <V> what is kept
 */
public final class BoundedCache<V> {
  private final IntFunction<V> compute;
  private final ToLongFunction<V> bytesOf;
  private final AtomicLong bytesLeft;
  private final ConcurrentMap<Integer, V> kept = new ConcurrentHashMap<>();

  /**
   * A cache of at most {@code bytes}.
   *
   * @param compute thread-safe and deterministic
   * @param bytesOf size of a value
   */
  public BoundedCache(long bytes, IntFunction<V> compute, ToLongFunction<V> bytesOf) {
    this.bytesLeft = new AtomicLong(bytes);
    this.compute = compute;
    this.bytesOf = bytesOf;
  }

  /** A cache that may fill a quarter of the heap. */
  public static <V> BoundedCache<V> ofQuarterHeap(
      IntFunction<V> compute, ToLongFunction<V> bytesOf) {
    return new BoundedCache<>(Runtime.getRuntime().maxMemory() / 4, compute, bytesOf);
  }

  /** The value of an index. */
  public V get(int index) {
    V known = kept.get(index);
    if (known != null) {
      return known;
    }
    V value = compute.apply(index);
    long bytes = bytesOf.applyAsLong(value);
    if (bytesLeft.addAndGet(-bytes) < 0 || kept.putIfAbsent(index, value) != null) {
      bytesLeft.addAndGet(bytes);
    }
    return value;
  }
}
