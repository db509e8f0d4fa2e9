package dev.pluto.plugins.superresolution;

import dev.pluto.plugins.images.ImageFidelity;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.QualityAccumulator;
import java.util.List;
import java.util.Map;

/**
 * Mean over images of the peak signal-to-noise ratio in dB, and of the structural similarity. The
 * first target is the large image, the second holds scaling and border: (factor, offset, border)
 * such that value · factor + offset runs from 0 to 1. The output is clipped but not rounded, and a
 * border of as many pixels as the scale is left out.
 */
final class PeakSignalToNoise implements QualityAccumulator {
  private final ImageFidelity fidelity = new ImageFidelity();

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
    fidelity.add(shape, inUnit(expected, frame), inUnit(actual, frame), (int) frame[2]);
  }

  private static float[] inUnit(float[] values, float[] frame) {
    float[] unit = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      unit[i] = values[i] * frame[0] + frame[1];
    }
    return unit;
  }

  @Override
  public double result() {
    return fidelity.signalToNoise();
  }

  @Override
  public Map<String, Double> further() {
    return fidelity.further();
  }
}
