package dev.pluto.cli.command;

import dev.pluto.cli.progress.Interruption;
import dev.pluto.cli.view.CalibrationView;
import dev.pluto.engine.Pluto;
import dev.pluto.engine.report.CalibrationReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fits the description of a chip to measurements. */
@Command(
    name = "calibrate",
    description =
        "Fit the description of a chip to measured latencies of models, and tell how well it"
            + " predicts models that it has not seen.",
    sortOptions = false,
    footer = {
      "",
      "The table has a header with the columns model, precision (float where it is missing) and",
      "latency_ms or latency_us.",
      "",
      "Example:",
      "  pluto hardware calibrate my-chip.yaml --measurements latency.csv --models graphs/"
    })
public final class CalibrateCommand extends EngineCommand {
  @Parameters(paramLabel = "CHIP.yaml", description = "The description.")
  private Path description = Path.of("");

  @Option(
      names = "--measurements",
      paramLabel = "CSV",
      required = true,
      description = "Measured latencies.")
  private Path measurements = Path.of("");

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "The folder that names of models refer to. Default: that of the measurements.")
  private Optional<Path> models = Optional.empty();

  @Option(
      names = "--where",
      paramLabel = "COLUMN=VALUE",
      description = "Take only rows with this value in this column. May be repeated.")
  private Map<String, String> where = new LinkedHashMap<>();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the fitted description goes. Default: it replaces CHIP.yaml.")
  private Optional<Path> out = Optional.empty();

  @Override
  void work(Pluto pluto, Console console, Interruption interruption) {
    Path folder =
        models.orElseGet(
            () ->
                Optional.ofNullable(measurements.toAbsolutePath().getParent()).orElse(Path.of("")));
    CalibrationReport report =
        withProgress(
            console,
            interruption,
            p ->
                pluto.calibrate(
                    description, measurements, folder, where, out.orElse(description), p));
    console.result(report, style -> new CalibrationView(style).text(report));
  }
}
