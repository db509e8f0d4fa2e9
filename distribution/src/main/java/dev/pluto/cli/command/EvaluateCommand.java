package dev.pluto.cli.command;

import dev.pluto.cli.progress.Interruption;
import dev.pluto.cli.view.QualityView;
import dev.pluto.engine.Pluto;
import dev.pluto.engine.recipe.Recipe;
import dev.pluto.engine.report.QualityReport;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures quality. */
@Command(
    name = "evaluate",
    description = "Measure the quality of a model in ONNX Runtime, on validation samples.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  pluto evaluate model.onnx --task classification --data images/",
      "  pluto evaluate small.onnx --task unlabelled --data inputs.npy --reference model.onnx"
    })
public final class EvaluateCommand extends EngineCommand {
  @Parameters(paramLabel = "MODEL.onnx", description = "The model.")
  private Path model = Path.of("");

  @Mixin private TaskOptions task = new TaskOptions();

  @Option(
      names = "--reference",
      paramLabel = "ORIGINAL.onnx",
      description = "The original model, for a task that compares with it, such as unlabelled.")
  private Optional<Path> reference = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the split where a tenth of the data is set apart. Default: 1.")
  private long seed = 1;

  @Override
  boolean usesChips() {
    return false;
  }

  @Override
  void work(Pluto pluto, Console console, Interruption interruption) {
    RecipeFlags flags = new RecipeFlags();
    task.addTo(flags);
    flags.taskAssignments(task.assignments());
    Recipe.TaskSection section = flags.task();
    QualityReport report =
        withProgress(
            console, interruption, p -> pluto.evaluate(model, section, reference, seed, p));
    console.result(report, style -> new QualityView(style).text(report));
  }
}
