package dev.pluto.engine;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the engine finds things.
 *
 * @param pluginDirectories folders with plugin archives
 * @param chipDirectories folders with descriptions of chips, the most important first
 * @param cacheDirectory a folder that can be written, for unpacked plugins
 */
public record PlutoSettings(
    List<Path> pluginDirectories, List<Path> chipDirectories, Path cacheDirectory) {
  /** Copies the lists. */
  public PlutoSettings {
    pluginDirectories = List.copyOf(pluginDirectories);
    chipDirectories = List.copyOf(chipDirectories);
  }
}
