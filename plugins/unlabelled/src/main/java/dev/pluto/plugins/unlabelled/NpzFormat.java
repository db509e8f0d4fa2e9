package dev.pluto.plugins.unlabelled;

import dev.pluto.plugins.samples.files.FileListing;
import dev.pluto.plugins.samples.numpy.NumpyArray;
import dev.pluto.plugins.samples.numpy.NumpyFiles;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.DataRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Archives of arrays that are named as the model's inputs; others in them are not looked at. */
record NpzFormat() implements InputFormat {
  private static final String ENDING = ".npz";

  @Override
  public String name() {
    return "npz";
  }

  @Override
  public String description() {
    return "an NPZ file with one array per input of the model, by name, the sample axis first; or a"
        + " folder of NPZ files of one or many samples";
  }

  @Override
  public boolean holdsSamples(Path path) {
    return !FileListing.of(path, ENDING).isEmpty();
  }

  @Override
  public Opened open(
      Path training, Optional<Path> validation, DataRequest request, UnlabelledOptions options) {
    NumpyFiles files = new NumpyFiles();
    return ArrayInputs.open(
        read(files, training, request.inputs()),
        validation.map(path -> read(files, path, request.inputs())),
        request.inputs());
  }

  private static List<ArrayFile> read(NumpyFiles files, Path path, List<ValueInfo> inputs) {
    List<String> names = inputs.stream().map(ValueInfo::name).toList();
    List<ArrayFile> opened = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Path file : FileListing.atLeastOne(path, ENDING)) {
      Map<String, NumpyArray> arrays = files.npz(file, names);
      List<String> missing = names.stream().filter(name -> !arrays.containsKey(name)).toList();
      if (missing.isEmpty()) {
        opened.add(new ArrayFile(file, names.stream().map(arrays::get).toList()));
      } else {
        problems.add(
            new Problem(
                file.toString(),
                "there is no array %s; its arrays are %s"
                    .formatted(String.join(", ", missing), String.join(", ", files.names(file))),
                "arrays named as the model's inputs: " + String.join(", ", names)));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, problems);
    }
    return opened;
  }
}
