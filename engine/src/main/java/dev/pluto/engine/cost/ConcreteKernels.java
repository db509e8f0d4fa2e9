package dev.pluto.engine.cost;

import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.structure.Structures;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.hardware.Kernel;
import java.util.List;
import java.util.Map;

/** The kernels that a target executes for a graph in which nothing is left to decide. */
public final class ConcreteKernels {
  private ConcreteKernels() {}

  /**
   * Kernels in execution order, conversions of quantized inputs among them.
   *
   * @param types types of all values and initializers
   */
  public static List<Kernel> of(
      Graph graph, Map<String, TensorType> types, HardwareTarget target, Operators operators) {
    TensorForms forms =
        new TensorForms(
            Structures.concrete(graph).of(new int[0]),
            types,
            new DecisionEffects(List.of(), List.of()));
    KernelPlan plan = new KernelPlan(graph, target.partition(graph), forms, operators);
    return plan.slots().stream().flatMap(s -> plan.kernel(s, new int[0]).stream()).toList();
  }
}
