package dev.pluto.engine.host;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.ProblemException.Kind;
import dev.pluto.spi.hardware.HardwareBackend;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.metric.MetricType;
import dev.pluto.spi.operator.OperatorDefinition;
import dev.pluto.spi.search.SearchOperator;
import dev.pluto.spi.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The plugins of one Pluto. What is not loaded is reported by {@link #statuses}; a plugin never
 * breaks another one.
 */
public final class PluginHost implements AutoCloseable {
  private final PlutoPluginManager manager;
  private final Extensions extensions;
  private final List<LoadedPlugin> plugins;
  private Optional<Chips> chips = Optional.empty();

  private PluginHost(
      PlutoPluginManager manager, Extensions extensions, List<LoadedPlugin> plugins) {
    this.manager = manager;
    this.extensions = extensions;
    this.plugins = List.copyOf(plugins);
  }

  /**
   * Loads the plugin archives ({@code *.zip}) that lie in some folders now.
   *
   * @param directories folders with archives; one that does not exist has none. Of two plugins with
   *     one id the first is taken, by folder and then by file name
   * @param cache a folder that can be written
   * @param services what extensions may have injected, by type
   * @throws ProblemException (usage) if a folder can't be read or the cache can't be written
   */
  public static PluginHost open(
      List<Path> directories, Path cache, Map<Class<?>, Object> services) {
    PlutoPluginManager manager = new PlutoPluginManager(services);
    PluginLoading loading = new PluginLoading(manager, new ArchiveCache(cache.resolve("plugins")));
    try {
      List<LoadedPlugin> plugins = loading.load(directories);
      return new PluginHost(manager, loading.extensions(), plugins);
    } catch (ProblemException e) {
      manager.unloadPlugins();
      throw e;
    }
  }

  /** What became of every archive found, in the order of loading. */
  public List<PluginStatus> statuses() {
    return chips().statuses();
  }

  /** The same without chips; no backend is asked for them. */
  public List<PluginStatus> statusesWithoutChips() {
    return plugins.stream().map(LoadedPlugin::status).toList();
  }

  private synchronized Chips chips() {
    if (chips.isEmpty()) {
      chips = Optional.of(Chips.of(plugins));
    }
    return chips.get();
  }

  /** All search operators, by name. */
  public List<SearchOperator<?>> searchOperators() {
    return extensions.searchOperators.all();
  }

  /** All tasks, by name. */
  public List<Task<?>> tasks() {
    return extensions.tasks.all();
  }

  /** All metrics, by id. */
  public List<MetricType> metrics() {
    return extensions.metrics.all();
  }

  /** All hardware backends. */
  public List<HardwareBackend> hardwareBackends() {
    return plugins.stream().flatMap(plugin -> plugin.backends().stream()).toList();
  }

  /** All hardware targets, by id. */
  public List<HardwareTarget> hardware() {
    return chips().targets().all();
  }

  /** The operator definitions that plugins bring. */
  public List<OperatorDefinition> operatorDefinitions() {
    return extensions.operatorDefinitions.all();
  }

  /**
   * The search operator of a name.
   *
   * @param place where the user wrote it, for the error
   * @throws ProblemException (usage) listing those there are
   */
  public SearchOperator<?> searchOperator(String name, String place) {
    return require(extensions.searchOperators, name, place);
  }

  /** The task of a name; as {@link #searchOperator}. */
  public Task<?> task(String name, String place) {
    return require(extensions.tasks, name, place);
  }

  /** The metric of an id; as {@link #searchOperator}. */
  public MetricType metric(String id, String place) {
    return require(extensions.metrics, id, place);
  }

  /** The hardware target of an id; as {@link #searchOperator}. */
  public HardwareTarget hardware(String id, String place) {
    return require(chips().targets(), id, place);
  }

  /**
   * The chip that a file describes, wherever the file lies.
   *
   * @throws ProblemException (usage) with everything that is wrong in the file, or if no plugin
   *     reads such files
   */
  public HardwareTarget hardwareDescribedBy(Path file) {
    return hardwareBackends().stream()
        .flatMap(backend -> backend.describedBy(file).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemException.Kind.USAGE,
                    new Problem(file.toString(), "no plugin reads descriptions of chips")));
  }

  Optional<SearchOperator<?>> searchOperator(String name, String place, List<Problem> problems) {
    return find(extensions.searchOperators, name, place, problems);
  }

  Optional<Task<?>> task(String name, String place, List<Problem> problems) {
    return find(extensions.tasks, name, place, problems);
  }

  Optional<HardwareTarget> hardware(String id, String place, List<Problem> problems) {
    return find(chips().targets(), id, place, problems);
  }

  private <T> Optional<T> find(
      Registry<T> registry, String name, String place, List<Problem> problems) {
    Optional<T> found = registry.find(name);
    if (found.isEmpty()) {
      problems.add(missing(registry, name, place));
    }
    return found;
  }

  private <T> T require(Registry<T> registry, String name, String place) {
    return registry
        .find(name)
        .orElseThrow(() -> new ProblemException(Kind.USAGE, missing(registry, name, place)));
  }

  private Problem missing(Registry<?> registry, String name, String place) {
    List<PluginStatus> notLoaded =
        statuses().stream().filter(s -> s.problem().isPresent()).toList();
    return registry.missing(name, place, notLoaded);
  }

  /** Unloads all plugins; their extensions must not be used any more. */
  @Override
  public void close() {
    manager.unloadPlugins();
  }
}
