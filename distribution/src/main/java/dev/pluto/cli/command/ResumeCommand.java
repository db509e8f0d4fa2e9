package dev.pluto.cli.command;

import dev.pluto.cli.progress.Interruption;
import dev.pluto.engine.Pluto;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Continues a run. */
@Command(
    name = "resume",
    description = "Continue an interrupted run; the result is that of the uninterrupted one.",
    footer = {"", "Example:", "  pluto resume runs/resnet8-1"})
public final class ResumeCommand extends EngineCommand {
  @Parameters(paramLabel = "RUN_DIR", description = "The run directory.")
  private Path directory = Path.of("");

  @Override
  void work(Pluto pluto, Console console, Interruption interruption) {
    CompressCommand.print(
        withProgress(console, interruption, p -> pluto.resume(directory, p)), console);
  }
}
