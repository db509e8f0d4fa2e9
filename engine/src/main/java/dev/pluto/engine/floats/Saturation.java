package dev.pluto.engine.floats;

import dev.pluto.engine.onnx.UniqueNames;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What rounding to integers does besides rounding: it cuts off. Quantizers leave out a Relu or Clip
 * in front of integers whose smallest one stands for 0, so that without them it has to be there.
 */
final class Saturation {
  /** The operator set in which the limits of a Clip became inputs. */
  private static final long CLIP_INPUTS = 11;

  private Saturation() {}

  /** The graph with a Clip behind every value whose integers begin at 0. */
  static Graph keep(Graph graph) {
    UniqueNames names = new UniqueNames(graph);
    Graph.Builder builder = graph.toBuilder();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      List<String> outputs = new ArrayList<>(node.outputs());
      List<Node> clips = new ArrayList<>();
      for (int i = 0; i < outputs.size(); i++) {
        String value = outputs.get(i);
        Optional<Float> most = graph.quantization(value).flatMap(Saturation::most);
        if (most.isPresent()) {
          outputs.set(i, names.tensor(value + "_free"));
          clips.add(clip(graph, names, builder, outputs.get(i), value, most.get()));
        }
      }
      nodes.add(clips.isEmpty() ? node : node.withOutputs(outputs));
      nodes.addAll(clips);
    }
    return builder.nodes(nodes).build();
  }

  /** What the largest integer stands for, if the smallest one stands for 0. */
  private static Optional<Float> most(Quantization quantization) {
    Precision precision = quantization.precision();
    return quantization
        .scale()
        .filter(scale -> precision.isInteger() && scale.axis().isEmpty())
        .filter(scale -> scale.zeroPoints().get(0) == precision.min())
        .map(
            scale -> (float) ((precision.max() - precision.min()) * (double) scale.steps().get(0)));
  }

  private static Node clip(
      Graph graph, UniqueNames names, Graph.Builder builder, String from, String to, float most) {
    List<String> inputs = new ArrayList<>(List.of(from));
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    if (graph.opsets().getOrDefault("", 1L) < CLIP_INPUTS) {
      attributes.put("min", new Attribute.FloatValue(0));
      attributes.put("max", new Attribute.FloatValue(most));
    } else {
      for (float limit : new float[] {0, most}) {
        String name = names.tensor(to + "_limit");
        builder.initializer(name, Tensor.ofFloats(Shape.of(), limit));
        inputs.add(name);
      }
    }
    return new Node(names.node(to + "_Clip"), "", "Clip", inputs, List.of(to), attributes);
  }
}
