package dev.pluto.spi.operator;

import dev.pluto.spi.Api;
import java.util.stream.IntStream;

/**
 * The identities of the channels along one axis, in order. Rearranging them says how an operator
 * rearranges its channels.
 *
 * @param ids identity of the channel at each index
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; copied often, so no boxed list
public record Channels(int[] ids) {
  /** Number of indices. */
  public int size() {
    return ids.length;
  }

  /** Those from {@code from} to before {@code to}. */
  public Channels slice(int from, int to) {
    return new Channels(IntStream.range(from, to).map(i -> ids[i]).toArray());
  }

  /** These, then the others. */
  public Channels concat(Channels others) {
    return new Channels(IntStream.concat(IntStream.of(ids), IntStream.of(others.ids)).toArray());
  }

  /** Each {@code times} times in a row: a, a, b, b. */
  public Channels repeatEach(int times) {
    return new Channels(IntStream.range(0, ids.length * times).map(i -> ids[i / times]).toArray());
  }

  /** All of them {@code times} times: a, b, a, b. */
  public Channels tile(int times) {
    return new Channels(
        IntStream.range(0, ids.length * times).map(i -> ids[i % ids.length]).toArray());
  }

  /** Every {@code step}-th one, from {@code offset} on. */
  public Channels every(int step, int offset) {
    return new Channels(
        IntStream.iterate(offset, i -> i < ids.length, i -> i + step).map(i -> ids[i]).toArray());
  }
}
