package dev.pluto.plugins.nas;

import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.search.Alternative;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the nodes and constants of one alternative, under names that begin with its own. */
final class Branch {
  private final String name;
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private String value;

  /** Begins at a value. */
  Branch(String name, String input) {
    this.name = name;
    this.value = input;
  }

  /** Appends a convolution. */
  Branch convolution(
      String part, Filters filters, Optional<Tensor> bias, Window window, long group) {
    List<String> inputs =
        new ArrayList<>(List.of(value, constant(part + ".weight", filters.tensor())));
    bias.ifPresent(b -> inputs.add(constant(part + ".bias", b)));
    return node(part, "Conv", inputs, window.attributes(filters, group));
  }

  /** Appends a node of which the first input is the present value. */
  Branch node(
      String part,
      String opType,
      List<String> inputs,
      Map<String, dev.pluto.spi.graph.Attribute> attributes) {
    String full = name + "." + part;
    nodes.add(new Node(full, "", opType, inputs, List.of(full + ".out"), attributes));
    value = full + ".out";
    return this;
  }

  /** The present value. */
  String value() {
    return value;
  }

  /** Adds a constant. */
  String constant(String part, Tensor tensor) {
    String full = name + "." + part;
    constants.put(full, tensor);
    return full;
  }

  Alternative alternative() {
    return new Alternative(nodes, constants, value);
  }
}
