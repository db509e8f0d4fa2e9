package dev.pluto.cli.command;

import dev.pluto.cli.progress.Interruption;
import dev.pluto.engine.Pluto;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes the page of a run again. */
@Command(
    name = "report",
    description = "Make report.html of a finished run again, from the files in its directory.",
    footer = {"", "Example:", "  pluto report runs/resnet8-1"})
public final class ReportCommand extends EngineCommand {
  /** The result as JSON. */
  record Result(String page) {}

  @Parameters(paramLabel = "RUN_DIR", description = "The run directory.")
  private Path directory = Path.of("");

  @Override
  boolean usesChips() {
    return false;
  }

  @Override
  void work(Pluto pluto, Console console, Interruption interruption) {
    String page = pluto.report(directory).toString();
    console.result(new Result(page), style -> page + System.lineSeparator());
  }
}
