package dev.pluto.cli.command;

import dev.pluto.cli.failure.CrashFile;
import dev.pluto.cli.failure.ExitCode;
import dev.pluto.cli.failure.Failure;
import dev.pluto.cli.installation.Installation;
import dev.pluto.cli.installation.Terminal;
import dev.pluto.cli.installation.Version;
import dev.pluto.cli.progress.BarProgress;
import dev.pluto.cli.progress.Interruption;
import dev.pluto.cli.progress.LineProgress;
import dev.pluto.cli.progress.SilentProgress;
import dev.pluto.cli.text.Style;
import dev.pluto.cli.view.PluginsView;
import dev.pluto.engine.Pluto;
import dev.pluto.engine.host.PluginStatus;
import dev.pluto.engine.progress.ProgressListener;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that opens the engine. Turns whatever goes wrong into an exit code. */
abstract class EngineCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ChipOptions chips = new ChipOptions();

  /** What the command does. */
  abstract void work(Pluto pluto, Console console, Interruption interruption);

  /** Whether broken plugins are mentioned before the work. */
  boolean mentionsBrokenPlugins() {
    return true;
  }

  /** Whether chips that can't be had are mentioned, too. */
  boolean usesChips() {
    return true;
  }

  final OutputOptions outputOptions() {
    return output;
  }

  @Override
  public final Integer call() {
    Console console =
        new Console(spec.commandLine().getOut(), System.err, output.json(), output.quiet());
    Installation installation = Installation.current();
    EngineLog.configure(output.verbose());
    try (Interruption interruption = Interruption.watch(console.err())) {
      return run(installation, console, interruption);
    }
  }

  private int run(Installation installation, Console console, Interruption interruption) {
    try (Pluto pluto = Pluto.open(installation.settings(chips.folders()))) {
      if (mentionsBrokenPlugins()) {
        (usesChips() ? pluto.plugins() : pluto.pluginsWithoutChips())
            .stream()
                .filter(plugin -> plugin.problem().isPresent())
                .forEach(plugin -> console.notice(notLoaded(plugin)));
      }
      work(pluto, console, interruption);
      return ExitCode.DONE.number();
    } catch (Exception | LinkageError | OutOfMemoryError | StackOverflowError | AssertionError e) {
      Failure failure = Failure.of(e, crashFile(installation));
      console.failure(failure);
      return failure.code().number();
    }
  }

  private static String notLoaded(PluginStatus plugin) {
    String what = plugin.provides().isEmpty() ? "plugin not loaded: " : "not loaded from plugin ";
    return what + PluginsView.problem(plugin);
  }

  private CrashFile crashFile(Installation installation) {
    return new CrashFile(
        List.of(
            installation.cacheDirectory().resolve("errors"),
            Path.of(System.getProperty("java.io.tmpdir"))),
        spec.root().commandLine().getParseResult().originalArgs(),
        Version.current());
  }

  /** Does something under a listener that shows progress as this command line wants it. */
  final <T> T withProgress(
      Console console, Interruption interruption, Function<ProgressListener, T> work) {
    Terminal terminal = Terminal.current();
    if (console.quiet()) {
      return work.apply(new SilentProgress(interruption));
    }
    // A bar would be torn by the lines of the log.
    if (terminal.errorColumns().isEmpty() || output.verbose()) {
      return work.apply(new LineProgress(console.err(), interruption, System::nanoTime));
    }
    Style style = terminal.coloured() ? Style.COLOURED : Style.PLAIN;
    int columns = terminal.errorColumns().getAsInt();
    try (BarProgress bar = new BarProgress(console.err(), columns, style, interruption)) {
      return work.apply(bar);
    }
  }
}
