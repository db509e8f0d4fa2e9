package dev.pluto.plugins.unlabelled;

import dev.pluto.plugins.samples.files.FolderParts;
import dev.pluto.spi.task.DataFormat;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.spi.task.Normalization;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A format of samples without labels. */
sealed interface InputFormat extends DataFormat permits ImageFormat, NpyFormat, NpzFormat {
  /** Whether a path holds samples of this format, parts not looked at. */
  boolean holdsSamples(Path path);

  /** The training and the test part of a path. */
  default FolderParts parts(Path path) {
    return FolderParts.of(path, this::holdsSamples);
  }

  @Override
  default Recognition recognise(Path path) {
    return holdsSamples(parts(path).training())
        ? new Recognition(1, "samples as " + name())
        : new Recognition(0, "no samples as " + name());
  }

  /**
   * What was opened.
   *
   * @param validation samples of the validation part, if there is one
   * @param scalings the usual ways to scale samples, the most usual first
   */
  record Opened(Inputs training, Optional<Inputs> validation, List<Normalization> scalings) {}

  /**
   * Opens samples.
   *
   * @param training training part
   * @param validation validation part
   * @throws dev.pluto.spi.ProblemException naming what cannot be used, or does not fit the model
   */
  Opened open(
      Path training, Optional<Path> validation, DataRequest request, UnlabelledOptions options);
}
