package dev.pluto.plugins.denoising;

import dev.pluto.plugins.denoising.DenoisingOptions.Prediction;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.Normalization;
import java.util.ArrayList;
import java.util.List;

/**
 * How outputs and targets are to be read; travels as a target of its own, as numbers: what the
 * output is, then factor and offset of each channel, so that value · factor + offset runs from 0 to
 * 1.
 *
 * @param output what the model's output is
 * @param scaling how the samples are scaled
 */
record Frame(Prediction output, Normalization scaling) {
  static Frame of(float[] numbers) {
    List<Double> mean = new ArrayList<>();
    List<Double> deviation = new ArrayList<>();
    for (int i = 1; i < numbers.length; i += 2) {
      deviation.add((double) numbers[i]);
      mean.add((double) numbers[i + 1]);
    }
    Prediction output =
        numbers[0] > 0 ? Prediction.CLEAN : numbers[0] < 0 ? Prediction.NOISE : Prediction.AUTO;
    return new Frame(output, new Normalization("frame", mean, deviation));
  }

  Tensor toTensor(int channels) {
    float[] numbers = new float[1 + 2 * channels];
    numbers[0] =
        switch (output) {
          case CLEAN -> 1;
          case NOISE -> -1;
          case AUTO -> 0;
        };
    for (int c = 0; c < channels; c++) {
      numbers[1 + 2 * c] = scaling.std(c);
      numbers[2 + 2 * c] = scaling.mean(c);
    }
    return Tensor.ofFloats(Shape.of(numbers.length), numbers);
  }

  /** Values [C, H, W] on the scale from 0 to 1. */
  float[] inUnit(Shape shape, float[] values) {
    int plane = Math.toIntExact(shape.size(1) * shape.size(2));
    float[] unit = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      unit[i] = values[i] * scaling.std(i / plane) + scaling.mean(i / plane);
    }
    return unit;
  }
}
