package dev.pluto.engine.data;

import dev.pluto.engine.recipe.Recipe;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.task.DataFormat;
import dev.pluto.spi.task.DataFormat.Recognition;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Opens the samples that a recipe names, in the format that the user names or that is recognised.
 */
public final class DataOpening {
  private record Candidate(DataFormat format, Recognition recognition) {}

  private DataOpening() {}

  /**
   * Opens the samples.
   *
   * @throws ProblemException if there are none, no format fits, or several fit equally well
   */
  public static <O extends Record> Dataset open(
      Task<O> task, O options, Recipe.DataSection data, Graph graph, long seed) {
    requireExists("task.data.path", data.path());
    data.validate().ifPresent(path -> requireExists("task.data.validate", path));
    DataRequest request =
        new DataRequest(
            data.path(),
            data.validate(),
            data.format().isPresent()
                ? named(task, data.format().get())
                : recognised(task, data.path()),
            data.limit(),
            seed,
            graph.inputs(),
            graph.outputs());
    Dataset dataset = task.open(request, options);
    if (dataset.training().size() == 0 || dataset.validation().size() == 0) {
      throw usage(
          "task.data.path",
          "%s holds %d training and %d validation samples"
              .formatted(data.path(), dataset.training().size(), dataset.validation().size()),
          "at least one of each");
    }
    return dataset;
  }

  private static void requireExists(String key, Path path) {
    if (!Files.exists(path)) {
      throw usage(key, "'" + path + "' does not exist", "a file or folder");
    }
    if (!Files.isReadable(path)) {
      throw usage(key, "'" + path + "' may not be read", "a readable file or folder");
    }
  }

  private static String named(Task<?> task, String name) {
    List<String> names = task.formats().stream().map(DataFormat::name).toList();
    if (!names.contains(name)) {
      throw usage(
          "task.data.format",
          "task '%s' has no data format '%s'".formatted(task.name(), name),
          String.join(", ", names));
    }
    return name;
  }

  private static String recognised(Task<?> task, Path path) {
    List<Candidate> candidates = new ArrayList<>();
    for (DataFormat format : task.formats()) {
      candidates.add(new Candidate(format, format.recognise(path)));
    }
    double best =
        candidates.stream().mapToDouble(c -> c.recognition().confidence()).max().orElse(0);
    if (best <= 0) {
      throw usage(
          "task.data.path",
          "'%s' is in no format that task '%s' reads".formatted(path, task.name()),
          candidates.stream()
              .map(c -> c.format().name() + " (" + c.format().description() + ")")
              .collect(Collectors.joining("; ")));
    }
    List<Candidate> winners =
        candidates.stream().filter(c -> c.recognition().confidence() == best).toList();
    if (winners.size() > 1) {
      throw usage(
          "task.data.path",
          "'%s' could be %s"
              .formatted(
                  path,
                  winners.stream()
                      .map(c -> c.format().name() + " (" + c.recognition().reason() + ")")
                      .collect(Collectors.joining(" or "))),
          "name one with --data-format");
    }
    return winners.get(0).format().name();
  }

  private static ProblemException usage(String place, String what, String allowed) {
    return new ProblemException(ProblemException.Kind.USAGE, new Problem(place, what, allowed));
  }
}
