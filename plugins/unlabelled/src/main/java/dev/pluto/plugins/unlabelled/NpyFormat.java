package dev.pluto.plugins.unlabelled;

import dev.pluto.plugins.samples.files.FileListing;
import dev.pluto.plugins.samples.numpy.NumpyFiles;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.DataRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Arrays for a model of one input, one or many samples a file. */
record NpyFormat() implements InputFormat {
  private static final String ENDING = ".npy";

  @Override
  public String name() {
    return "npy";
  }

  @Override
  public String description() {
    return "an NPY file with the sample axis first, or a folder of NPY files of one or many"
        + " samples";
  }

  @Override
  public boolean holdsSamples(Path path) {
    return !FileListing.of(path, ENDING).isEmpty();
  }

  @Override
  public Opened open(
      Path training, Optional<Path> validation, DataRequest request, UnlabelledOptions options) {
    if (request.inputs().size() != 1) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(
              training.toString(),
              "NPY files have no names, and the model has the inputs "
                  + request.inputs().stream()
                      .map(ValueInfo::name)
                      .collect(Collectors.joining(", ")),
              "NPZ files with arrays of these names"));
    }
    NumpyFiles files = new NumpyFiles();
    return ArrayInputs.open(
        read(files, training), validation.map(path -> read(files, path)), request.inputs());
  }

  private static List<ArrayFile> read(NumpyFiles files, Path path) {
    return FileListing.atLeastOne(path, ENDING).stream()
        .map(file -> new ArrayFile(file, List.of(files.npy(file))))
        .toList();
  }
}
