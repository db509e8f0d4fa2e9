package dev.pluto.spi.task;

import dev.pluto.spi.Api;
import java.util.random.RandomGenerator;

/** Random access to samples; may be read from several threads. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface Samples {
  /** Number of samples. */
  int size();

  /**
   * Sample {@code index} as it is, for measuring quality and costs. Shapes may differ between
   * samples.
   *
   * @throws dev.pluto.spi.ProblemException if its file can't be decoded
   */
  Sample get(int index);

  /**
   * Sample {@code index} as training sees it: augmented or cropped at random. All samples have
   * equal shapes.
   */
  default Sample augmented(int index, RandomGenerator random) {
    return get(index);
  }
}
