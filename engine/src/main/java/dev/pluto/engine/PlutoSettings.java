package dev.pluto.engine;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the engine finds things.
 *
 * @param pluginDirectories folders with plugin archives
 * @param cacheDirectory a folder that can be written, for unpacked plugins
 */
public record PlutoSettings(List<Path> pluginDirectories, Path cacheDirectory) {
  /** Copies the list. */
  public PlutoSettings {
    pluginDirectories = List.copyOf(pluginDirectories);
  }
}
