package dev.pluto.plugins.denoising;

import dev.pluto.plugins.images.ImageFidelity;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.QualityAccumulator;
import java.util.List;
import java.util.Map;

/**
 * Mean over images of the peak signal-to-noise ratio in dB, and of the structural similarity.
 * Images are clipped to their range but not rounded, and no border is left out. Where nobody said
 * what the output is, both readings are measured, and the one that does better over all images
 * counts.
 */
final class DenoisedQuality implements QualityAccumulator {
  private final ImageFidelity asImage = new ImageFidelity();
  private final ImageFidelity asNoise = new ImageFidelity();
  private DenoisingOptions.Prediction told = DenoisingOptions.Prediction.AUTO;

  @Override
  public void add(List<Tensor> outputs, List<Tensor> targets) {
    Shape shape = targets.get(0).shape();
    float[] output = outputs.get(0).floats();
    float[] clean = targets.get(0).floats();
    float[] noise = targets.get(1).floats();
    Frame frame = Frame.of(targets.get(2).floats());
    if (output.length != clean.length) {
      throw new IllegalArgumentException(
          "the output %s is not of the image's size %s".formatted(outputs.get(0).shape(), shape));
    }
    told = frame.output();
    float[] expected = frame.inUnit(shape, clean);
    if (told != DenoisingOptions.Prediction.NOISE) {
      asImage.add(shape, expected, frame.inUnit(shape, output), 0);
    }
    if (told != DenoisingOptions.Prediction.CLEAN) {
      float[] subtracted = new float[output.length];
      for (int i = 0; i < output.length; i++) {
        subtracted[i] = clean[i] + noise[i] - output[i];
      }
      asNoise.add(shape, expected, frame.inUnit(shape, subtracted), 0);
    }
  }

  private ImageFidelity counting() {
    return switch (told) {
      case CLEAN -> asImage;
      case NOISE -> asNoise;
      case AUTO -> asNoise.signalToNoise() > asImage.signalToNoise() ? asNoise : asImage;
    };
  }

  @Override
  public double result() {
    return counting().signalToNoise();
  }

  @Override
  public Map<String, Double> further() {
    return counting().further();
  }
}
