package dev.pluto.cli.view;

import dev.pluto.cli.text.Style;
import dev.pluto.cli.text.Table;
import dev.pluto.cli.text.Table.Align;
import dev.pluto.engine.host.PluginStatus;
import java.util.List;

/** The plugins that were found, loaded or not. */
public final class PluginsView {
  private final Style style;

  /** A view in this style. */
  public PluginsView(Style style) {
    this.style = style;
  }

  /** The JSON document of a listing. */
  public record Json(List<PluginStatus> plugins) {}

  /** The plugins as text. */
  public String text(List<PluginStatus> plugins) {
    if (plugins.isEmpty()) {
      return "no plugins found\n";
    }
    Table table =
        new Table(style, Align.LEFT, Align.LEFT, Align.LEFT)
            .header("plugin", "version", "provides");
    for (PluginStatus plugin : plugins) {
      table.row(plugin.id(), plugin.version(), String.join(", ", plugin.provides()));
    }
    StringBuilder text = new StringBuilder(table.toString());
    plugins.stream()
        .filter(plugin -> plugin.problem().isPresent())
        .forEach(plugin -> text.append('\n').append(style.bad(problem(plugin))).append('\n'));
    return text.toString();
  }

  /** Why a plugin was not loaded, as one line. */
  public static String problem(PluginStatus plugin) {
    return plugin.archive() + ": " + plugin.problem().orElse("loaded");
  }
}
