package dev.pluto.engine.host;

import dev.pluto.spi.hardware.HardwareBackend;
import dev.pluto.spi.hardware.HardwareTarget;
import java.util.ArrayList;
import java.util.List;

/**
 * The chips of all backends. Backends are asked when chips are needed, since they may have to read
 * descriptions for an answer.
 *
 * @param statuses of all plugins, their chips among what they provide
 */
record Chips(Registry<HardwareTarget> targets, List<PluginStatus> statuses) {
  /** Asks all backends; what one of them can't tell becomes a problem of its plugin. */
  static Chips of(List<LoadedPlugin> plugins) {
    Registry<HardwareTarget> targets = new Registry<>("hardware");
    List<PluginStatus> statuses = new ArrayList<>();
    for (LoadedPlugin plugin : plugins) {
      List<String> provided = new ArrayList<>();
      List<String> problems = new ArrayList<>();
      for (HardwareBackend backend : plugin.backends()) {
        try {
          for (HardwareTarget target : backend.targets()) {
            provided.add(Extensions.register(targets, target.id(), target));
          }
          backend.problems().forEach(problem -> problems.add(problem.toString()));
        } catch (RuntimeException | LinkageError e) {
          problems.add(backend.getClass().getName() + ": " + PluginLoading.reason(e));
        }
      }
      statuses.add(plugin.with(provided, problems));
    }
    return new Chips(targets, List.copyOf(statuses));
  }
}
