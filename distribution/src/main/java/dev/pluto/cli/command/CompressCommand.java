package dev.pluto.cli.command;

import dev.pluto.cli.progress.Interruption;
import dev.pluto.cli.view.CompressionView;
import dev.pluto.engine.Pluto;
import dev.pluto.engine.recipe.Recipe;
import dev.pluto.engine.report.CompressionResult;
import dev.pluto.engine.report.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The main job. */
@Command(
    name = "compress",
    description = "Compress a model until it meets its budgets.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  pluto compress recipe.yaml --epochs 20",
      "  pluto compress model.onnx --task classification --data images/ \\",
      "      --hardware onnxruntime-cpu --budget latency=50%% storage=250kB"
    })
public final class CompressCommand extends EngineCommand {
  @Parameters(
      paramLabel = "RECIPE.yaml|MODEL.onnx",
      description = "A recipe, which flags override, or a model.")
  private Path file = Path.of("");

  @Mixin private TaskOptions task = new TaskOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Use the first N training samples only.")
  private Optional<Integer> limit = Optional.empty();

  @Option(
      names = "--hardware",
      paramLabel = "ID",
      description = "The chip; pluto hardware list shows them.")
  private Optional<String> hardware = Optional.empty();

  @Option(
      names = "--budget",
      paramLabel = "METRIC=VALUE",
      parameterConsumer = AssignmentsConsumer.class,
      description =
          "Upper bound of latency, peak-memory, storage, macs, flops, params or a plugin's"
              + " metric: 4ms, 6MB, 300M, or a share of the given model, 25%%. Can be"
              + " repeated.")
  private Map<String, String> budgets = new LinkedHashMap<>();

  @Option(
      names = "--operators",
      paramLabel = "NAME",
      split = ",",
      description = "Search operators, separated by commas. Default: the built-in ones.")
  private List<String> operators = new ArrayList<>();

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      description =
          "How the budgets are met: joint (default), sequential, uniform, greedy, fixed-penalty.")
  private Optional<String> strategy = Optional.empty();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training samples in all.")
  private Optional<Double> epochs = Optional.empty();

  @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Run directory. Default: the next free one under runs/.")
  private Optional<Path> out = Optional.empty();

  @Mixin private InputShapeOptions inputShapes = new InputShapeOptions();

  @Override
  void work(Pluto pluto, Console console, Interruption interruption) {
    Recipe recipe = recipe();
    print(withProgress(console, interruption, p -> pluto.compress(recipe, p)), console);
  }

  Recipe recipe() {
    RecipeFlags flags = new RecipeFlags();
    task.addTo(flags);
    flags.set("task.data.limit", limit);
    flags.set("hardware", hardware);
    flags.entries("budgets", budgets);
    flags.operators(operators);
    flags.set("strategy", strategy);
    flags.epochs(epochs);
    flags.set("search.seed", seed);
    flags.path("out", out);
    flags.inputShapes(inputShapes.written());
    flags.assignments(task.assignments());
    if (GivenFile.isRecipe(file)) {
      return flags.changing(file);
    }
    flags.path("model", Optional.of(file));
    return flags.alone();
  }

  /** Prints a finished compression. */
  static void print(CompressionResult result, Console console) {
    console.result(Json.of(result), style -> new CompressionView(style).text(result));
  }

  /** The JSON document of a finished compression. */
  record Json(String runDirectory, String model, Report report) {
    static Json of(CompressionResult result) {
      return new Json(result.runDirectory().toString(), result.model().toString(), result.report());
    }
  }
}
