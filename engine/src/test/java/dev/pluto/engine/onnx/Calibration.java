package dev.pluto.engine.onnx;

import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Quantization.Scale;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Quantizes graphs for tests: weights per output channel, values by their range on random data. */
final class Calibration {
  private static final Set<String> QUANTIZED =
      Set.of(
          "Conv",
          "Relu",
          "Add",
          "Gemm",
          "MatMul",
          "GlobalAveragePool",
          "Flatten",
          "Concat",
          "MaxPool",
          "Sub",
          "Clip",
          "DepthToSpace");

  private Calibration() {}

  /** All weights of convolutions and matrix products in a precision. */
  static Graph quantizeWeights(Graph graph, Precision precision) {
    Graph.Builder builder = graph.toBuilder();
    for (Node node : graph.nodes()) {
      Optional<Tensor> weight = node.input(1).flatMap(graph::initializer);
      if (weight.isPresent() && Set.of("Conv", "Gemm", "MatMul").contains(node.opType())) {
        int axis = node.opType().equals("Conv") || node.intAttribute("transB", 0) == 1 ? 0 : 1;
        builder.quantization(
            node.inputs().get(1),
            new Quantization(
                precision, Optional.of(weightScale(weight.get(), axis, precision.max()))));
      }
    }
    return builder.build();
  }

  private static Scale weightScale(Tensor weight, int axis, long largest) {
    int channels = (int) weight.shape().size(axis);
    float[] peaks = new float[channels];
    float[] values = weight.floats();
    int inner = 1;
    for (int i = axis + 1; i < weight.shape().rank(); i++) {
      inner *= (int) weight.shape().size(i);
    }
    for (int i = 0; i < values.length; i++) {
      int channel = (i / inner) % channels;
      peaks[channel] = Math.max(peaks[channel], Math.abs(values[i]));
    }
    List<Float> steps = new ArrayList<>();
    for (float peak : peaks) {
      steps.add(Math.max(peak, 1e-6f) / largest);
    }
    return new Scale(steps, Collections.nCopies(channels, 0), OptionalInt.of(axis));
  }

  /** All inputs and computed values in 8 bits, except between an operator and its activation. */
  static Graph quantizeValues(Graph graph) {
    Set<String> names = new LinkedHashSet<>();
    graph.inputs().stream().map(ValueInfo::name).forEach(names::add);
    for (Node node : graph.nodes()) {
      boolean activated =
          graph.consumers(node.output()).stream()
              .anyMatch(n -> Set.of("Relu", "Clip", "BatchNormalization").contains(n.opType()));
      // Shapes are concatenated too: only what is quantized already is surely a float.
      boolean certain = !node.opType().equals("Concat") || names.containsAll(node.inputs());
      if (QUANTIZED.contains(node.opType()) && certain && !activated) {
        names.add(node.output());
      }
    }
    Graph.Builder builder = graph.toBuilder();
    ranges(graph, names).forEach((name, scale) -> builder.quantization(name, scale));
    return builder.build();
  }

  private static Map<String, Quantization> ranges(Graph graph, Set<String> names) {
    Graph observed =
        graph.toBuilder()
            .outputs(
                names.stream()
                    .filter(n -> graph.producer(n).isPresent())
                    .map(n -> new ValueInfo(n, DataType.FLOAT, Optional.empty()))
                    .toList())
            .build();
    try (OnnxRuntimeModel model =
        OnnxRuntimeModel.open(OnnxWriter.write(observed), "calibration", 1)) {
      Map<String, Tensor> inputs = SharedModels.inputs(model);
      Map<String, Tensor> values = new LinkedHashMap<>(model.run(inputs));
      values.putAll(inputs);
      Map<String, Quantization> ranges = new LinkedHashMap<>();
      for (String name : names) {
        ranges.put(name, range(Objects.requireNonNull(values.get(name)).floats()));
      }
      return ranges;
    }
  }

  private static Quantization range(float[] values) {
    float min = 0;
    float max = 1e-6f;
    for (float value : values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    float step = (max - min) / 255;
    Scale scale = new Scale(List.of(step), List.of(Math.round(-min / step)), OptionalInt.empty());
    return new Quantization(Precision.UINT8, Optional.of(scale));
  }
}
