package dev.pluto.plugins.keypoints;

import dev.pluto.plugins.keypoints.KeypointsOptions.Loss;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How the heat maps of a sample are to be read and judged; travels as a target of its own, as
 * numbers in the order of the components.
 *
 * @param height of the model's input, in pixels
 * @param width of the model's input, in pixels
 * @param reference length that errors are measured by, in these pixels; empty if the sample has
 *     none
 * @param threshold share of it within which a joint is right
 * @param area of the object in these pixels, for the object keypoint similarity
 * @param sigma of the Gaussian to be learned, in cells
 * @param loss what training descends
 * @param spreads constants of the object keypoint similarity, one per joint; empty if unknown
 */
record Frame(
    double height,
    double width,
    OptionalDouble reference,
    double threshold,
    double area,
    double sigma,
    Loss loss,
    List<Double> spreads) {
  private static final int NUMBERS = 7;

  Frame {
    spreads = List.copyOf(spreads);
  }

  static Frame of(float[] numbers) {
    List<Double> spreads = new ArrayList<>();
    for (int i = NUMBERS; i < numbers.length; i++) {
      spreads.add((double) numbers[i]);
    }
    return new Frame(
        numbers[0],
        numbers[1],
        numbers[2] > 0 ? OptionalDouble.of(numbers[2]) : OptionalDouble.empty(),
        numbers[3],
        numbers[4],
        numbers[5],
        numbers[6] > 0 ? Loss.MSE : Loss.CROSS_ENTROPY,
        spreads);
  }

  Tensor toTensor() {
    float[] numbers = new float[NUMBERS + spreads.size()];
    numbers[0] = (float) height;
    numbers[1] = (float) width;
    numbers[2] = (float) reference.orElse(0);
    numbers[3] = (float) threshold;
    numbers[4] = (float) area;
    numbers[5] = (float) sigma;
    numbers[6] = loss == Loss.MSE ? 1 : 0;
    for (int i = 0; i < spreads.size(); i++) {
      numbers[NUMBERS + i] = spreads.get(i).floatValue();
    }
    return Tensor.ofFloats(Shape.of(numbers.length), numbers);
  }
}
