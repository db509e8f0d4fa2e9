package dev.pluto.cli;

import dev.pluto.cli.command.CompressCommand;
import dev.pluto.cli.command.DemoCommand;
import dev.pluto.cli.command.EvaluateCommand;
import dev.pluto.cli.command.HardwareCommand;
import dev.pluto.cli.command.InspectCommand;
import dev.pluto.cli.command.PluginsCommand;
import dev.pluto.cli.command.ProfileCommand;
import dev.pluto.cli.command.ReportCommand;
import dev.pluto.cli.command.ResumeCommand;
import dev.pluto.cli.command.UsageCheck;
import dev.pluto.cli.installation.Version;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The {@code pluto} command. Its commands load the engine only when they run. */
@Command(
    name = "pluto",
    mixinStandardHelpOptions = true,
    versionProvider = PlutoCommand.VersionLine.class,
    description =
        "Makes a trained ONNX model smaller and faster until it meets the budgets of a chip.",
    subcommands = {
      DemoCommand.class,
      CompressCommand.class,
      ResumeCommand.class,
      ReportCommand.class,
      InspectCommand.class,
      EvaluateCommand.class,
      ProfileCommand.class,
      HardwareCommand.class,
      PluginsCommand.class,
      AutoComplete.GenerateCompletion.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "To see it work, without any files of your own:  pluto demo",
      "Options of a command:  pluto compress --help"
    })
public final class PlutoCommand {
  private static final int HELP_COLUMNS = 100;
  private static final int LONG_OPTION_COLUMNS = 32;

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    PrintWriter results = writer(new FileOutputStream(FileDescriptor.out));
    System.setErr(err);
    System.setOut(err); // whatever a library prints is no result
    System.exit(commandLine(results, writer(err)).execute(arguments));
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  private static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    CommandLine commandLine = new CommandLine(new PlutoCommand());
    prepare(commandLine.getCommandSpec());
    return commandLine
        .setOut(out)
        .setErr(err)
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(HELP_COLUMNS)
        .setUsageHelpLongOptionsMaxWidth(LONG_OPTION_COLUMNS)
        .setExecutionStrategy(new UsageCheck());
  }

  /** Gives every command its help, and lets it report all that is wrong at once. */
  private static void prepare(CommandSpec command) {
    command.parser().collectErrors(true);
    if (command.findOption("--help") == null) {
      command.addOption(
          OptionSpec.builder("-h", "--help")
              .usageHelp(true)
              .description("Show this help.")
              .build());
    }
    command.subcommands().values().forEach(sub -> prepare(sub.getCommandSpec()));
  }

  /** What {@code --version} prints. */
  static final class VersionLine implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"pluto " + Version.current()};
    }
  }
}
