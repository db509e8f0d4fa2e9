package dev.pluto.cli.command;

import dev.pluto.cli.progress.Interruption;
import dev.pluto.cli.view.ProfileView;
import dev.pluto.engine.Pluto;
import dev.pluto.engine.report.ModelProfile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prices a model. */
@Command(
    name = "profile",
    description = "Show what a model costs on a chip, per kernel and in total.",
    sortOptions = false,
    footer = {"", "Example:", "  pluto profile model.onnx --hardware onnxruntime-cpu --measure"})
public final class ProfileCommand extends EngineCommand {
  @Parameters(paramLabel = "MODEL.onnx", description = "The model.")
  private Path model = Path.of("");

  @Option(
      names = "--hardware",
      paramLabel = "ID",
      required = true,
      description = "The chip; pluto hardware list shows them.")
  private String hardware = "";

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      description = "Precision to price, such as fp32, fp16, w8a8. Default: the file's own.")
  private Optional<String> precision = Optional.empty();

  @Option(names = "--measure", description = "Measure the whole model on the chip, too.")
  private boolean measure;

  @Mixin private InputShapeOptions inputShapes = new InputShapeOptions();

  @Override
  void work(Pluto pluto, Console console, Interruption interruption) {
    Map<String, List<Long>> shapes = InputShapes.parse(inputShapes.written());
    ModelProfile profile =
        withProgress(
            console,
            interruption,
            p -> pluto.profile(model, hardware, precision, measure, shapes, p));
    console.result(profile, style -> new ProfileView(style).text(profile));
  }
}
