package dev.pluto.cli.command;

import dev.pluto.cli.progress.Interruption;
import dev.pluto.cli.view.PluginsView;
import dev.pluto.engine.Pluto;
import picocli.CommandLine.Command;

/** Commands about plugins. */
@Command(
    name = "plugins",
    description = "Show the plugins.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = PluginsCommand.ListCommand.class,
    footer = {"", "Example:", "  pluto plugins list"})
public final class PluginsCommand {
  /** Lists plugins. */
  @Command(
      name = "list",
      description = "List what every plugin adds, and why one was not loaded.",
      footer = {"", "Example:", "  pluto plugins list --json"})
  public static final class ListCommand extends EngineCommand {
    @Override
    boolean mentionsBrokenPlugins() {
      return false; // the list itself does
    }

    @Override
    void work(Pluto pluto, Console console, Interruption interruption) {
      console.result(
          new PluginsView.Json(pluto.plugins()),
          style -> new PluginsView(style).text(pluto.plugins()));
    }
  }
}
