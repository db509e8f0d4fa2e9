package dev.pluto.engine.host;

import dev.pluto.spi.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Extensions of one kind by name. */
final class Registry<T> {
  private final String kind;
  private final Map<String, T> byName = new TreeMap<>();

  Registry(String kind) {
    this.kind = kind;
  }

  /** What is registered here, such as "task". */
  String kind() {
    return kind;
  }

  /** Adds an extension unless the name is taken; answers whether it was added. */
  boolean add(String name, T extension) {
    return byName.putIfAbsent(name, extension) == null;
  }

  Optional<T> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  List<T> all() {
    return List.copyOf(byName.values());
  }

  /** What to tell a user who asked for a name that is not here. */
  Problem missing(String name, String place, Collection<PluginStatus> notLoaded) {
    StringBuilder what = new StringBuilder("no such " + kind + ": '" + name + "'");
    notLoaded.forEach(
        plugin ->
            what.append("; plugin ")
                .append(plugin.id())
                .append(" was not loaded: ")
                .append(plugin.problem().orElse("")));
    return new Problem(place, what.toString(), String.join(", ", byName.keySet()));
  }
}
