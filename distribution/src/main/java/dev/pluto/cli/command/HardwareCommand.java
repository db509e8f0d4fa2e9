package dev.pluto.cli.command;

import dev.pluto.cli.progress.Interruption;
import dev.pluto.cli.view.HardwareView;
import dev.pluto.engine.Pluto;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.hardware.HardwareTarget;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Commands about chips. */
@Command(
    name = "hardware",
    description = "Show and calibrate the chips.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      HardwareCommand.ListCommand.class,
      HardwareCommand.ShowCommand.class,
      HardwareCommand.ValidateCommand.class,
      CalibrateCommand.class
    },
    footer = {"", "Example:", "  pluto hardware list"})
public final class HardwareCommand {
  /** Lists chips. */
  @Command(
      name = "list",
      description = "List all chips.",
      footer = {"", "Example:", "  pluto hardware list --json"})
  public static final class ListCommand extends EngineCommand {
    @Override
    void work(Pluto pluto, Console console, Interruption interruption) {
      List<HardwareTarget> targets = pluto.hardware();
      console.result(
          HardwareView.ListJson.of(targets), style -> new HardwareView(style).list(targets));
    }
  }

  /** Shows a chip. */
  @Command(
      name = "show",
      description = "Show what a chip can run.",
      footer = {"", "Example:", "  pluto hardware show onnxruntime-cpu"})
  public static final class ShowCommand extends EngineCommand {
    @Parameters(paramLabel = "ID", description = "The chip.")
    private String id = "";

    @Override
    void work(Pluto pluto, Console console, Interruption interruption) {
      HardwareTarget target = find(pluto.hardware());
      console.result(
          HardwareView.TargetJson.of(target), style -> new HardwareView(style).target(target));
    }

    private HardwareTarget find(List<HardwareTarget> targets) {
      return targets.stream()
          .filter(target -> target.id().equals(id))
          .findFirst()
          .orElseThrow(
              () ->
                  new ProblemException(
                      ProblemException.Kind.USAGE,
                      new Problem(
                          "hardware",
                          "no such hardware: '" + id + "'",
                          String.join(", ", targets.stream().map(HardwareTarget::id).toList()))));
    }
  }

  /** Checks the description of a chip. */
  @Command(
      name = "validate",
      description = "Check the description of a chip; whatever is wrong is listed.",
      footer = {"", "Example:", "  pluto hardware validate my-chip.yaml"})
  public static final class ValidateCommand extends EngineCommand {
    @Parameters(paramLabel = "CHIP.yaml", description = "The description.")
    private Path file = Path.of("");

    @Override
    void work(Pluto pluto, Console console, Interruption interruption) {
      HardwareTarget target = pluto.hardwareDescribedBy(file);
      console.result(
          HardwareView.TargetJson.of(target), style -> new HardwareView(style).valid(file, target));
    }
  }
}
