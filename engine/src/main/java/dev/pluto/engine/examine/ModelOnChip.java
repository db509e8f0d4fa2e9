package dev.pluto.engine.examine;

import dev.pluto.engine.report.Inspection;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.hardware.PrecisionTuple;
import dev.pluto.spi.operator.OperatorKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which nodes of a model a chip runs, and in which precisions. */
final class ModelOnChip {
  private ModelOnChip() {}

  /** What the chip says of itself, about the operators of a graph. */
  static Inspection.OnChip of(Graph graph, HardwareTarget chip) {
    List<Inspection.NotRun> notRun = new ArrayList<>();
    Set<String> run = new TreeSet<>();
    for (Node node : graph.nodes()) {
      if (chip.capabilities().unsupported().contains(node.opType())) {
        notRun.add(
            new Inspection.NotRun(
                node.name(),
                new OperatorKey(node.domain(), node.opType()).toString(),
                chip.fallback()
                    .map(what -> "runs on the " + what + ", and is priced so")
                    .orElse("the chip has nothing that runs it")));
      } else if (node.domain().isEmpty()) {
        run.add(node.opType());
      }
    }
    return new Inspection.OnChip(chip.id(), List.copyOf(notRun), precisions(run, chip));
  }

  private static Map<String, List<String>> precisions(Set<String> operators, HardwareTarget chip) {
    Set<String> names = new TreeSet<>();
    for (String operator : operators) {
      names.addAll(names(operator, chip));
    }
    names.remove(PrecisionTuple.FP32.name());
    Map<String, List<String>> without = new TreeMap<>();
    for (String name : names) {
      without.put(name, operators.stream().filter(o -> !names(o, chip).contains(name)).toList());
    }
    return without;
  }

  private static List<String> names(String operator, HardwareTarget chip) {
    return chip.capabilities().precisionsOf(operator).stream().map(PrecisionTuple::name).toList();
  }
}
