package dev.pluto.spi.task;

import dev.pluto.spi.Api;
import java.util.Collections;
import java.util.List;

/**
 * How samples are scaled before the model: (x − mean) / std. Of 8-bit images, x is the sample over
 * 255; of other samples it is what their task says.
 *
 * @param name as in {@code --normalize}
 * @param mean per channel, or one for all
 * @param std per channel, or one for all; never 0
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Normalization(String name, List<Double> mean, List<Double> std) {
  public static final Normalization ZERO_TO_ONE = uniform("0..1", 0, 1);
  public static final Normalization MINUS_ONE_TO_ONE = uniform("-1..1", 0.5, 0.5);
  public static final Normalization BYTES = uniform("0..255", 0, 1 / 255.0);
  public static final Normalization IMAGENET =
      new Normalization("imagenet", List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

  /** Copies the lists and checks them. */
  public Normalization {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.isEmpty() || mean.size() != std.size()) {
      throw new IllegalArgumentException(mean.size() + " means, " + std.size() + " deviations");
    }
    if (std.stream().anyMatch(s -> !(s > 0))) {
      throw new IllegalArgumentException("standard deviations must be above 0: " + std);
    }
  }

  private static Normalization uniform(String name, double mean, double std) {
    return new Normalization(name, Collections.singletonList(mean), Collections.singletonList(std));
  }

  /** Mean of a channel. */
  public float mean(int channel) {
    return mean.get(mean.size() == 1 ? 0 : channel).floatValue();
  }

  /** Standard deviation of a channel. */
  public float std(int channel) {
    return std.get(std.size() == 1 ? 0 : channel).floatValue();
  }
}
