package dev.pluto.plugins.denoising;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.pluto.plugins.images.ImageInput;
import dev.pluto.plugins.images.ImageToImage;
import dev.pluto.plugins.samples.HoldOut;
import dev.pluto.plugins.samples.files.FolderParts;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.DataFormat;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.OutputMeaning;
import dev.pluto.spi.task.QualityAccumulator;
import dev.pluto.spi.task.QualityMetric;
import dev.pluto.spi.task.Task;
import java.nio.file.Path;
import java.util.List;
import org.pf4j.Extension;

/**
 * Removing additive white Gaussian noise from images: mean squared error, PSNR. The output is the
 * clean image, or the noise as residual networks predict it (Zhang et al., "Beyond a Gaussian
 * Denoiser", 2017).
 */
@Extension
public final class DenoisingTask implements Task<DenoisingOptions> {
  @Override
  public String name() {
    return "denoising";
  }

  @Override
  public String description() {
    return "removing noise from images; quality is PSNR in dB";
  }

  @Override
  public Class<DenoisingOptions> options() {
    return DenoisingOptions.class;
  }

  @Override
  public List<DataFormat> formats() {
    return List.of(new FolderFormat());
  }

  @Override
  public Dataset open(DataRequest request, DenoisingOptions options) {
    ImageInput input = ImageToImage.input(name(), request, "H, W");
    FolderParts parts = FolderFormat.parts(request.path());
    List<Path> training = FolderFormat.images(parts.training());
    List<Path> validation;
    String origin;
    if (request.validation().isPresent()) {
      Path folder = request.validation().get();
      Path part = FolderFormat.parts(folder).test().orElse(folder);
      validation = FolderFormat.images(part);
      origin = part.toString();
    } else if (parts.test().isPresent()) {
      validation = FolderFormat.images(parts.test().get());
      origin = parts.test().get().toString();
    } else {
      HoldOut split = HoldOut.tenth(training.size(), request.seed());
      validation = split.validation().stream().map(training::get).toList();
      origin = "a tenth of " + request.path() + ", drawn with seed " + request.seed();
      training = split.training().stream().map(training::get).toList();
    }
    int limit = Math.min(request.limit().orElse(training.size()), training.size());
    return DenoisingDataset.open(training.subList(0, limit), validation, origin, input, options);
  }

  /** Mean squared error to the clean image or to the noise, whichever the output is. */
  @Override
  public NDArray loss(NDList outputs, NDList targets) {
    NDArray output = outputs.get(0);
    float[] frame = targets.get(2).get(0).toFloatArray();
    return switch (Frame.of(frame).output()) {
      case CLEAN -> squaredError(output, targets.get(0));
      case NOISE -> squaredError(output, targets.get(1));
      case AUTO -> {
        NDArray toClean = squaredError(output, targets.get(0));
        NDArray toNoise = squaredError(output, targets.get(1));
        yield toNoise.getFloat() < toClean.getFloat() ? toNoise : toClean;
      }
    };
  }

  private static NDArray squaredError(NDArray output, NDArray target) {
    return output.sub(target).square().mean();
  }

  @Override
  public QualityMetric qualityMetric() {
    return new QualityMetric("PSNR", "dB", true);
  }

  @Override
  public QualityAccumulator accumulator() {
    return new DenoisedQuality();
  }

  @Override
  public List<OutputMeaning> outputs(List<ValueInfo> outputs) {
    return outputs.stream().<OutputMeaning>map(o -> new OutputMeaning.Signal()).toList();
  }
}
