package dev.pluto.plugins.denoising;

import dev.pluto.plugins.denoising.DenoisingOptions.Prediction;
import dev.pluto.plugins.images.ByteImage;
import dev.pluto.plugins.images.ImageTensors;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.Normalization;
import dev.pluto.spi.task.Sample;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes samples of clean images. The input is the image plus noise, neither clipped nor rounded.
 * Targets are the clean image and the noise, both scaled as the input is, and a {@link Frame}.
 *
 * @param sigma standard deviation of the noise, of samples from 0 to 255
 * @param output what the model's output is
 * @param scaling how samples are scaled
 */
record NoisyImage(double sigma, Prediction output, Normalization scaling) {
  /** An image with noise; drawn channel by channel, row by row. */
  Sample of(ByteImage image, RandomGenerator random) {
    Tensor clean = ImageTensors.of(image, scaling, false);
    int plane = image.height() * image.width();
    float[] noisy = new float[image.planes().length];
    float[] noise = new float[noisy.length];
    for (int i = 0; i < noisy.length; i++) {
      double added = sigma / 255 * random.nextGaussian();
      double sum = (image.planes()[i] & 0xFF) / 255.0 + added;
      int channel = i / plane;
      noisy[i] = (float) ((sum - scaling.mean(channel)) / scaling.std(channel));
      noise[i] = (float) (added / scaling.std(channel));
    }
    return new Sample(
        List.of(Tensor.ofFloats(clean.shape(), noisy)),
        List.of(
            clean,
            Tensor.ofFloats(clean.shape(), noise),
            new Frame(output, scaling).toTensor(image.channels())));
  }
}
