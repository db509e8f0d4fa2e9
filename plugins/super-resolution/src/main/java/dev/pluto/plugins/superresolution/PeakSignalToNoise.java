package dev.pluto.plugins.superresolution;

import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.QualityAccumulator;
import java.util.List;

/**
 * Mean over images of the peak signal-to-noise ratio in dB. Targets are [0, 1] images with a second
 * target that holds scaling and border: (factor, offset, border) such that output · factor + offset
 * is on the target's scale. The output is clipped to [0, 1] but not rounded, and a border of as
 * many pixels as the scale is left out.
 */
final class PeakSignalToNoise implements QualityAccumulator {
  private static final double LARGEST = 100;

  private double sum;
  private long images;

  @Override
  public void add(List<Tensor> outputs, List<Tensor> targets) {
    Shape shape = targets.get(0).shape();
    float[] expected = targets.get(0).floats();
    float[] actual = outputs.get(0).floats();
    float[] frame = targets.get(1).floats();
    if (expected.length != actual.length) {
      throw new IllegalArgumentException(
          "the output %s is not of the large image's size %s"
              .formatted(outputs.get(0).shape(), shape));
    }
    int border = (int) frame[2];
    int height = (int) shape.size(1);
    int width = (int) shape.size(2);
    double squares = 0;
    long count = 0;
    for (int c = 0; c < shape.size(0); c++) {
      for (int y = border; y < height - border; y++) {
        for (int x = border; x < width - border; x++) {
          int i = (c * height + y) * width + x;
          double difference =
              unit(actual[i] * frame[0] + frame[1]) - (expected[i] * frame[0] + frame[1]);
          squares += difference * difference;
          count++;
        }
      }
    }
    double error = squares / Math.max(1, count);
    sum += error == 0 ? LARGEST : Math.min(LARGEST, -10 * Math.log10(error));
    images++;
  }

  private static double unit(double value) {
    return Math.max(0, Math.min(1, value));
  }

  @Override
  public double result() {
    if (images == 0) {
      throw new IllegalStateException("no image was added");
    }
    return sum / images;
  }
}
