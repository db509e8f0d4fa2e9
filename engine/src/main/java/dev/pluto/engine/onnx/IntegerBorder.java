package dev.pluto.engine.onnx;

import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.ValueInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes the conversions at the border of a lowered graph away, so that integers go in and out. */
final class IntegerBorder {
  private IntegerBorder() {}

  /** The graph without QuantizeLinear on its inputs and DequantizeLinear on its outputs. */
  static Graph of(Graph lowered) {
    Set<String> dropped = new HashSet<>();
    List<ValueInfo> inputs = new ArrayList<>();
    for (ValueInfo input : lowered.inputs()) {
      List<Node> users = lowered.consumers(input.name());
      if (users.size() == 1 && users.get(0).opType().equals("QuantizeLinear")) {
        Node quantize = users.get(0);
        dropped.add(quantize.name());
        inputs.add(
            new ValueInfo(quantize.output(), integer(lowered, quantize), input.dimensions()));
      } else {
        inputs.add(input);
      }
    }
    List<ValueInfo> outputs = new ArrayList<>();
    for (ValueInfo output : lowered.outputs()) {
      Node producer = lowered.producer(output.name()).orElseThrow();
      if (producer.opType().equals("DequantizeLinear")
          && lowered.consumers(output.name()).isEmpty()) {
        dropped.add(producer.name());
        outputs.add(
            new ValueInfo(
                producer.inputs().get(0), integer(lowered, producer), output.dimensions()));
      } else {
        outputs.add(output);
      }
    }
    return lowered.toBuilder()
        .inputs(inputs)
        .outputs(outputs)
        .nodes(lowered.nodes().stream().filter(n -> !dropped.contains(n.name())).toList())
        .build();
  }

  /** The integer type, which the zero point of the conversion has. */
  private static DataType integer(Graph graph, Node conversion) {
    return graph.initializer(conversion.inputs().get(2)).orElseThrow().dataType();
  }
}
