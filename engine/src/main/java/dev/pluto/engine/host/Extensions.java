package dev.pluto.engine.host;

import dev.pluto.spi.hardware.HardwareBackend;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.metric.MetricType;
import dev.pluto.spi.operator.OperatorDefinition;
import dev.pluto.spi.search.SearchOperator;
import dev.pluto.spi.task.Task;
import java.util.ArrayList;
import java.util.List;

/** The extensions of all plugins, sorted by extension point. */
final class Extensions {
  final Registry<SearchOperator<?>> searchOperators = new Registry<>("operator");
  final Registry<Task<?>> tasks = new Registry<>("task");
  final Registry<MetricType> metrics = new Registry<>("metric");
  final Registry<HardwareTarget> hardware = new Registry<>("hardware");
  final Registry<OperatorDefinition> operatorDefinitions = new Registry<>("onnx-operator");
  final List<HardwareBackend> hardwareBackends = new ArrayList<>();

  /**
   * Adds an extension under every extension point that it implements.
   *
   * @param provided is told what was added, as "kind name"
   * @throws IllegalArgumentException if it implements none, or a name is taken
   */
  void add(Object extension, List<String> provided) {
    int before = provided.size();
    if (extension instanceof SearchOperator<?> operator) {
      provided.add(register(searchOperators, operator.name(), operator));
    }
    if (extension instanceof Task<?> task) {
      provided.add(register(tasks, task.name(), task));
    }
    if (extension instanceof MetricType type) {
      provided.add(register(metrics, type.metric().id(), type));
    }
    if (extension instanceof HardwareBackend backend) {
      for (HardwareTarget target : backend.targets()) {
        provided.add(register(hardware, target.id(), target));
      }
      hardwareBackends.add(backend);
    }
    if (extension instanceof OperatorDefinition definition) {
      provided.add(register(operatorDefinitions, definition.key().toString(), definition));
    }
    // A backend offers as many chips as are described, which may be none.
    if (provided.size() == before && !(extension instanceof HardwareBackend)) {
      throw new IllegalArgumentException("it provides nothing that Pluto knows");
    }
  }

  private static <T> String register(Registry<T> registry, String name, T extension) {
    String provided = registry.kind() + " " + name;
    if (!registry.add(name, extension)) {
      throw new IllegalArgumentException("another plugin already provides " + provided);
    }
    return provided;
  }
}
