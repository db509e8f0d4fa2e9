package dev.pluto.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that name task and data. */
final class TaskOptions {
  @Option(
      names = "--task",
      paramLabel = "TASK",
      description = "What the model does, such as classification.")
  private Optional<String> task = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description = "Samples: a folder or file in one of the task's formats.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--validate",
      paramLabel = "PATH",
      description = "Validation samples. Default: the usual test part of the data, else a tenth.")
  private Optional<Path> validate = Optional.empty();

  @Option(
      names = "--data-format",
      paramLabel = "FORMAT",
      description = "Format of the data. Default: the one that recognises it.")
  private Optional<String> format = Optional.empty();

  @Option(
      names = "--normalize",
      paramLabel = "SCALE",
      description =
          "How samples are scaled before the model: auto, 0..1, -1..1, 0..255, imagenet, or"
              + " mean=...;std=.... Default: auto.")
  private Optional<String> normalize = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Set any key of the recipe, such as task.options.shift=4. Can be repeated.")
  private List<String> assignments = new ArrayList<>();

  void addTo(RecipeFlags flags) {
    flags.set("task.name", task);
    flags.path("task.data.path", data);
    flags.path("task.data.validate", validate);
    flags.set("task.data.format", format);
    flags.set("task.data.normalize", normalize);
  }

  List<String> assignments() {
    return assignments;
  }
}
