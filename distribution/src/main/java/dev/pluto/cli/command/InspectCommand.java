package dev.pluto.cli.command;

import dev.pluto.cli.progress.Interruption;
import dev.pluto.cli.view.InspectionView;
import dev.pluto.engine.Pluto;
import dev.pluto.engine.report.Inspection;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at a model. */
@Command(
    name = "inspect",
    description =
        "Show operators, parameters, MACs, shapes and channel groups of a model, and what can't be"
            + " taken or changed and why.",
    footer = {"", "Example:", "  pluto inspect model.onnx"})
public final class InspectCommand extends EngineCommand {
  @Parameters(paramLabel = "MODEL.onnx", description = "The model.")
  private Path model = Path.of("");

  @Option(
      names = "--hardware",
      paramLabel = "ID",
      description = "A chip: show what it does not run, and in which precisions it runs the rest.")
  private Optional<String> hardware = Optional.empty();

  @Mixin private InputShapeOptions inputShapes = new InputShapeOptions();

  @Override
  boolean usesChips() {
    return hardware.isPresent();
  }

  @Override
  void work(Pluto pluto, Console console, Interruption interruption) {
    Inspection inspection =
        pluto.inspect(model, InputShapes.parse(inputShapes.written()), hardware);
    console.result(inspection, style -> new InspectionView(style).text(inspection));
  }
}
