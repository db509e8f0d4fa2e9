package dev.pluto.cli.installation;

import dev.pluto.engine.PlutoSettings;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the program finds its plugins and keeps its cache.
 *
 * @param home the unpacked archive; absent where the launcher did not start the program
 * @param environment environment variables
 */
public record Installation(Optional<Path> home, Map<String, String> environment) {
  /** The installation that runs. */
  public static Installation current() {
    return new Installation(
        Optional.ofNullable(System.getProperty("pluto.home")).map(Path::of), System.getenv());
  }

  /**
   * Settings of the engine.
   *
   * @param chips folders with descriptions of chips that the user named
   */
  public PlutoSettings settings(List<Path> chips) {
    return new PlutoSettings(pluginDirectories(), chipDirectories(chips), cacheDirectory());
  }

  /** {@code plugins/} of the installation, then the folders that {@code PLUTO_PLUGINS} lists. */
  List<Path> pluginDirectories() {
    List<Path> folders = new ArrayList<>();
    home.ifPresent(folder -> folders.add(folder.resolve("plugins")));
    folders.addAll(folders("PLUTO_PLUGINS"));
    return folders;
  }

  /** The named folders, those that {@code PLUTO_CHIPS} lists, and {@code chips/}, in this order. */
  List<Path> chipDirectories(List<Path> named) {
    List<Path> folders = new ArrayList<>(named);
    folders.addAll(folders("PLUTO_CHIPS"));
    home.ifPresent(folder -> folders.add(folder.resolve("chips")));
    return folders;
  }

  private List<Path> folders(String variable) {
    return variable(variable).stream()
        .flatMap(Pattern.compile(Pattern.quote(File.pathSeparator))::splitAsStream)
        .filter(text -> !text.isBlank())
        .map(Path::of)
        .toList();
  }

  /** {@code PLUTO_CACHE}, else {@code pluto} in the user's cache folder. */
  public Path cacheDirectory() {
    return variable("PLUTO_CACHE")
        .map(Path::of)
        .or(() -> variable("XDG_CACHE_HOME").map(folder -> Path.of(folder, "pluto")))
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "pluto"))
        .toAbsolutePath();
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
