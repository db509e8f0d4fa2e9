package dev.pluto.engine.host;

import com.google.inject.ConfigurationException;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.hardware.HardwareBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads archives one by one and their extensions one by one, so that whatever is broken is reported
 * by name and the rest works.
 */
final class PluginLoading {
  /** An archive that PF4J took. */
  private record Loaded(Path archive, PluginDescriptor descriptor) {}

  private static final Logger LOG = LoggerFactory.getLogger(PluginLoading.class);

  private final PlutoPluginManager manager;
  private final ArchiveCache cache;
  private final Extensions extensions = new Extensions();
  private final Map<String, Loaded> loaded = new LinkedHashMap<>();
  private final List<LoadedPlugin> plugins = new ArrayList<>();

  PluginLoading(PlutoPluginManager manager, ArchiveCache cache) {
    this.manager = manager;
    this.cache = cache;
  }

  /** The extensions of all plugins that were loaded. */
  Extensions extensions() {
    return extensions;
  }

  /** Loads all archives of the folders. */
  List<LoadedPlugin> load(List<Path> directories) {
    for (Path directory : directories) {
      archivesIn(directory).forEach(this::loadArchive);
    }
    resolve();
    loaded.values().forEach(plugin -> plugins.add(start(plugin)));
    return List.copyOf(plugins);
  }

  private static List<Path> archivesIn(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(".zip")).sorted().toList();
    } catch (IOException e) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(directory.toString(), "the plugin folder can't be read: " + e.getMessage()));
    }
  }

  private void loadArchive(Path archive) {
    try {
      Path folder = cache.unpack(archive);
      PluginDescriptor descriptor = manager.describe(folder);
      Optional<String> refusal = refusal(folder, descriptor);
      if (refusal.isPresent()) {
        plugins.add(refused(archive, descriptor, refusal.get()));
        return;
      }
      manager.load(folder);
      loaded.put(descriptor.getPluginId(), new Loaded(archive, descriptor));
    } catch (IOException | PluginRuntimeException | LinkageError e) {
      String name = String.valueOf(archive.getFileName());
      PluginStatus broken = new PluginStatus(name, "", "", name, List.of(), Optional.of(reason(e)));
      plugins.add(new LoadedPlugin(broken, List.of()));
    }
  }

  private Optional<String> refusal(Path folder, PluginDescriptor descriptor) throws IOException {
    Loaded earlier = loaded.get(descriptor.getPluginId());
    return earlier == null
        ? BundledClasses.findIn(folder)
        : Optional.of(
            "duplicate: "
                + earlier.archive().getFileName()
                + " is loaded under the same id '"
                + descriptor.getPluginId()
                + "'");
  }

  private void resolve() {
    try {
      manager.resolve();
    } catch (PluginRuntimeException cyclic) {
      // PF4J leaves all plugins unresolved; each one reports it when it is started.
      LOG.warn("plugins depend on each other in a circle", cyclic);
    }
  }

  private LoadedPlugin start(Loaded plugin) {
    PluginDescriptor descriptor = plugin.descriptor();
    PluginWrapper wrapper = manager.getPlugin(descriptor.getPluginId());
    if (wrapper == null) {
      return refused(plugin.archive(), descriptor, unmet(descriptor));
    }
    if (manager.startPlugin(descriptor.getPluginId()) != PluginState.STARTED) {
      Throwable cause = wrapper.getFailedException();
      String problem =
          cause == null ? "its dependencies can't be put into an order" : "start: " + reason(cause);
      return refused(plugin.archive(), descriptor, problem);
    }
    return addExtensions(plugin, wrapper);
  }

  private LoadedPlugin addExtensions(Loaded plugin, PluginWrapper wrapper) {
    List<String> provided = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    List<HardwareBackend> backends = new ArrayList<>();
    Set<String> names = new TreeSet<>(manager.getExtensionClassNames(wrapper.getPluginId()));
    for (String name : names) {
      try {
        Class<?> type = wrapper.getPluginClassLoader().loadClass(name);
        Object extension = manager.getExtensionFactory().create(type);
        extensions.add(extension, provided);
        if (extension instanceof HardwareBackend backend) {
          backends.add(backend);
        }
      } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
        problems.add(name + ": " + reason(e));
      }
    }
    if (names.isEmpty()) {
      problems.add("it has no extensions (is META-INF/extensions.idx in its jar?)");
    }
    Optional<String> problem =
        problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
    PluginStatus status = status(plugin.archive(), plugin.descriptor(), provided, problem);
    return new LoadedPlugin(status, backends);
  }

  private static LoadedPlugin refused(Path archive, PluginDescriptor descriptor, String reason) {
    PluginStatus status = status(archive, descriptor, List.of(), Optional.of(reason));
    return new LoadedPlugin(status, List.of());
  }

  private String unmet(PluginDescriptor descriptor) {
    List<String> needed =
        descriptor.getDependencies().stream()
            .filter(d -> !d.isOptional() && manager.getPlugin(d.getPluginId()) == null)
            .map(d -> d.getPluginId())
            .toList();
    return needed.isEmpty()
        ? "a plugin that it needs has the wrong version"
        : "needs plugin " + String.join(", ", needed) + ", which is not loaded";
  }

  private static PluginStatus status(
      Path archive, PluginDescriptor descriptor, List<String> provided, Optional<String> problem) {
    return new PluginStatus(
        descriptor.getPluginId(),
        descriptor.getVersion(),
        descriptor.getPluginDescription(),
        String.valueOf(archive.getFileName()),
        provided,
        problem);
  }

  /**
   * What the innermost cause says: wrappers of PF4J, Guice and reflection add nothing for users.
   */
  static String reason(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
      String missing = String.valueOf(cause.getMessage()).replace('/', '.');
      return missing + " is neither in the plugin nor visible to plugins";
    }
    String message =
        cause instanceof ConfigurationException injection
            ? injection.getErrorMessages().iterator().next().getMessage()
            : Objects.requireNonNullElse(cause.getMessage(), "").strip();
    boolean speaks = cause instanceof IOException || message.contains(" ");
    String text = speaks ? message : cause.getClass().getSimpleName() + " " + message;
    return text.lines().findFirst().orElse("").strip();
  }
}
