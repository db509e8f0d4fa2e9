package dev.pluto.engine.host;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.pf4j.AbstractExtensionFinder;
import org.pf4j.PluginManager;
import org.pf4j.PluginWrapper;
import org.pf4j.processor.ExtensionStorage;
import org.pf4j.processor.IndexedExtensionStorage;

/**
 * Finds extensions in the indexes of a plugin's own jars. PF4J's finder reads the first index
 * alone, which may be the empty one of a library that was compiled with the same processor; and it
 * reads the host's class path.
 */
final class PluginIndexes extends AbstractExtensionFinder {
  PluginIndexes(PluginManager plugins) {
    super(plugins);
  }

  @Override
  public Map<String, Set<String>> readClasspathStorages() {
    return Map.of();
  }

  @Override
  public Map<String, Set<String>> readPluginsStorages() {
    Map<String, Set<String>> names = new LinkedHashMap<>();
    pluginManager.getPlugins().forEach(p -> names.put(p.getPluginId(), read(p)));
    return names;
  }

  private static Set<String> read(PluginWrapper plugin) {
    Set<String> names = new HashSet<>();
    // Its own jars alone: a plugin that it depends on brings its extensions itself.
    URLClassLoader own = (URLClassLoader) plugin.getPluginClassLoader();
    try {
      for (URL index :
          Collections.list(own.findResources(IndexedExtensionStorage.EXTENSIONS_RESOURCE))) {
        try (Reader reader = new InputStreamReader(index.openStream(), StandardCharsets.UTF_8)) {
          ExtensionStorage.read(reader, names);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("extension index of " + plugin.getPluginId(), e);
    }
    return names;
  }
}
