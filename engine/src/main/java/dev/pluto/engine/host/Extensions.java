package dev.pluto.engine.host;

import dev.pluto.spi.hardware.HardwareBackend;
import dev.pluto.spi.metric.MetricType;
import dev.pluto.spi.operator.OperatorDefinition;
import dev.pluto.spi.search.SearchOperator;
import dev.pluto.spi.task.Task;
import java.util.List;

/** The extensions of all plugins, sorted by extension point; chips are {@link Chips}. */
final class Extensions {
  final Registry<SearchOperator<?>> searchOperators = new Registry<>("operator");
  final Registry<Task<?>> tasks = new Registry<>("task");
  final Registry<MetricType> metrics = new Registry<>("metric");
  final Registry<OperatorDefinition> operatorDefinitions = new Registry<>("onnx-operator");

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
    if (extension instanceof OperatorDefinition definition) {
      provided.add(register(operatorDefinitions, definition.key().toString(), definition));
    }
    // The chips of a backend are asked for later.
    if (provided.size() == before && !(extension instanceof HardwareBackend)) {
      throw new IllegalArgumentException("it provides nothing that Pluto knows");
    }
  }

  static <T> String register(Registry<T> registry, String name, T extension) {
    String provided = registry.kind() + " " + name;
    if (!registry.add(name, extension)) {
      throw new IllegalArgumentException("another plugin already provides " + provided);
    }
    return provided;
  }
}
