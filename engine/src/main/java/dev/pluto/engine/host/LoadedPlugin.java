package dev.pluto.engine.host;

import dev.pluto.spi.hardware.HardwareBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of an archive.
 *
 * @param status without chips
 * @param backends whose chips have not been asked for
 */
record LoadedPlugin(PluginStatus status, List<HardwareBackend> backends) {
  LoadedPlugin {
    backends = List.copyOf(backends);
  }

  /** The status with what its backends offer and why some of it is left out. */
  PluginStatus with(List<String> chips, List<String> problems) {
    List<String> provides = new ArrayList<>(status.provides());
    provides.addAll(chips);
    List<String> all = new ArrayList<>(status.problem().stream().toList());
    all.addAll(problems);
    return new PluginStatus(
        status.id(),
        status.version(),
        status.description(),
        status.archive(),
        provides,
        all.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", all)));
  }
}
