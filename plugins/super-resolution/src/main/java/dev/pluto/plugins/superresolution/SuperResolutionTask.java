package dev.pluto.plugins.superresolution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.pluto.plugins.images.ImageInput;
import dev.pluto.plugins.images.ImageToImage;
import dev.pluto.plugins.samples.HoldOut;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.DataFormat;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.OutputMeaning;
import dev.pluto.spi.task.QualityAccumulator;
import dev.pluto.spi.task.QualityMetric;
import dev.pluto.spi.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/** Super-resolution of single images: L1 loss, PSNR. */
@Extension
public final class SuperResolutionTask implements Task<SuperResolutionOptions> {
  private static final int USUAL_SCALE = 2;

  @Override
  public String name() {
    return "super-resolution";
  }

  @Override
  public String description() {
    return "enlarging images; quality is PSNR in dB";
  }

  @Override
  public Class<SuperResolutionOptions> options() {
    return SuperResolutionOptions.class;
  }

  @Override
  public List<DataFormat> formats() {
    return List.copyOf(PairFormat.ALL);
  }

  @Override
  public Dataset open(DataRequest request, SuperResolutionOptions options) {
    ImageInput input = ImageToImage.input(name(), request, "H·scale, W·scale");
    PairFiles files = read(request.format(), request.path());
    PairFiles validation;
    String origin;
    if (request.validation().isPresent()) {
      Path path = request.validation().get();
      validation = PairFiles.holdsPairs(path) ? PairFiles.ofPairs(path) : PairFiles.ofLarge(path);
      origin = path.toString();
    } else {
      HoldOut parts = HoldOut.tenth(files.size(), request.seed());
      validation = files.subset(parts.validation());
      origin = "a tenth of " + request.path() + ", drawn with seed " + request.seed();
      files = files.subset(parts.training());
    }
    if (request.limit().isPresent() && request.limit().getAsInt() < files.size()) {
      files = files.subset(IntStream.range(0, request.limit().getAsInt()).boxed().toList());
    }
    int scale = scale(request, options, files, validation);
    return SuperResolutionDataset.open(
        files, validation, origin, scale, input.channels(), options.patch());
  }

  private static PairFiles read(String format, Path path) {
    return PairFormat.ALL.stream()
        .filter(f -> f.name().equals(format))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no format '" + format + "'"))
        .read(path);
  }

  /** The scale, and an error naming all sources if they contradict each other. */
  private static int scale(
      DataRequest request,
      SuperResolutionOptions options,
      PairFiles training,
      PairFiles validation) {
    List<String> sources = new ArrayList<>();
    List<Integer> scales = new ArrayList<>();
    note("option scale", options.scale(), sources, scales);
    note("shapes of the model", modelScale(request), sources, scales);
    note("training files", training.namedScale(), sources, scales);
    note("validation files", validation.namedScale(), sources, scales);
    if (scales.stream().distinct().count() > 1) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem("task.options.scale", "contradicting scales: " + String.join(", ", sources)));
    }
    return scales.isEmpty() ? USUAL_SCALE : scales.get(0);
  }

  private static void note(
      String source, OptionalInt scale, List<String> sources, List<Integer> scales) {
    if (scale.isPresent()) {
      sources.add(source + " " + scale.getAsInt());
      scales.add(scale.getAsInt());
    }
  }

  private static OptionalInt modelScale(DataRequest request) {
    List<Dimension> in = request.inputs().get(0).dimensions().orElse(List.of());
    List<Dimension> out = request.outputs().get(0).dimensions().orElse(List.of());
    return in.size() == 4
            && out.size() == 4
            && in.get(2) instanceof Dimension.Fixed small
            && out.get(2) instanceof Dimension.Fixed large
            && small.size() > 0
        ? OptionalInt.of(Math.toIntExact(large.size() / small.size()))
        : OptionalInt.empty();
  }

  /** Mean absolute difference. */
  @Override
  public NDArray loss(NDList outputs, NDList targets) {
    return outputs.get(0).sub(targets.get(0)).abs().mean();
  }

  @Override
  public QualityMetric qualityMetric() {
    return new QualityMetric("PSNR", "dB", true);
  }

  @Override
  public QualityAccumulator accumulator() {
    return new PeakSignalToNoise();
  }

  @Override
  public List<OutputMeaning> outputs(List<ValueInfo> outputs) {
    return outputs.stream().<OutputMeaning>map(o -> new OutputMeaning.Signal()).toList();
  }
}
