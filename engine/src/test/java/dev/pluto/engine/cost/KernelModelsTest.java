package dev.pluto.engine.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.TensorForm;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A kernel of a narrowed candidate runs alone, in the shapes that it is priced at. */
class KernelModelsTest {
  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void everyKernelRunsInItsShapes(@ForAll long seed) {
    TestSpace space = TestSpace.random(seed, 12);
    int[] settings = space.draw(new Random(seed));
    for (int d = 0; d < settings.length; d++) {
      settings[d] = space.decisions().get(d).id().startsWith("width/") ? settings[d] : 0;
    }
    try (KernelModels models = new KernelModels(space.graph(), Optional.empty())) {
      for (CostModel.KernelCost kernel : space.model().kernels(settings)) {
        // Random networks have branches that end nowhere.
        if (!kernel.kernel().outputs().isEmpty()) {
          assertRuns(models, kernel.kernel());
        }
      }
    }
  }

  /**
   * Sizes and factors that the model computes are inputs of the kernel: nothing of them is known.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void aResizeRunsAlthoughItsSizesAreComputed(int place) {
    List<String> inputs = new ArrayList<>(List.of("x", "", "computed"));
    if (place == 3) {
      inputs.add(2, "");
    }
    Node resize =
        new Node(
            "resize",
            "",
            "Resize",
            inputs,
            List.of("y"),
            Map.of("mode", new Attribute.Text("nearest")));
    Graph graph = Graph.builder("graph").opset("", 13).node(resize).build();
    DataType numbers = place == 3 ? DataType.INT64 : DataType.FLOAT;
    Kernel kernel =
        new Kernel(
            List.of(resize),
            List.of(
                form("x", DataType.FLOAT, Precision.FP32, 1, 2, 4, 4),
                form("computed", numbers, Precision.FP32, 4)),
            List.of(form("y", DataType.FLOAT, Precision.FP32, 1, 2, 8, 12)),
            List.of(),
            0);
    try (KernelModels models = new KernelModels(graph, Optional.empty());
        OnnxRuntimeModel model = OnnxRuntimeModel.open(models.model(kernel), "resize", 1)) {
      Tensor x = ones(kernel.inputs().get(0));
      Tensor nothing =
          place == 3
              ? Tensor.ofLongs(Shape.of(4), new long[4])
              : Tensor.ofFloats(Shape.of(4), new float[4]);
      Map<String, Tensor> outputs = model.run(Map.of("x", x, "computed", nothing));
      assertThat(outputs.values()).extracting(Tensor::shape).containsExactly(Shape.of(1, 2, 8, 12));
    }
  }

  /** ONNX Runtime rounds the float weight by itself, and needs operators of a newer set for it. */
  @Test
  void aFloatWeightBetweenIntegersRunsInAnOldOperatorSet() {
    Node convolution = new Node("conv", "", "Conv", List.of("x", "w", "b"), List.of("y"), Map.of());
    Graph graph =
        Graph.builder("graph")
            .opset("", 9)
            .initializer("w", Tensor.ofFloats(Shape.of(2, 2, 1, 1), 1, 2, 3, 4))
            .initializer("b", Tensor.ofFloats(Shape.of(2), 1, 2))
            .node(convolution)
            .build();
    Kernel kernel =
        new Kernel(
            List.of(convolution),
            List.of(form("x", DataType.FLOAT, Precision.UINT8, 1, 2, 4, 4)),
            List.of(form("y", DataType.FLOAT, Precision.UINT8, 1, 2, 4, 4)),
            List.of(
                form("w", DataType.FLOAT, Precision.FP32, 2, 2, 1, 1),
                form("b", DataType.FLOAT, Precision.FP32, 2)),
            0);
    try (KernelModels models = new KernelModels(graph, Optional.empty());
        OnnxRuntimeModel model = OnnxRuntimeModel.open(models.model(kernel), "conv", 1)) {
      assertThat(model).isNotNull();
    }
  }

  @Test
  void aRecurrentLayerWithFewerUnitsRunsWithDequantizedWeights() {
    Node gru =
        new Node(
            "gru",
            "",
            "GRU",
            List.of("x", "w", "r", "b"),
            List.of("y"),
            Map.of("hidden_size", new Attribute.IntValue(8)));
    Graph graph =
        Graph.builder("gru")
            .opset("", 13)
            .initializer("w", Tensor.ofFloats(Shape.of(1, 24, 5), new float[24 * 5]))
            .initializer("r", Tensor.ofFloats(Shape.of(1, 24, 8), new float[24 * 8]))
            .initializer("b", Tensor.ofFloats(Shape.of(1, 48), new float[48]))
            .node(gru)
            .build();
    Kernel narrowed =
        new Kernel(
            List.of(gru),
            List.of(form("x", DataType.FLOAT, Precision.FP32, 4, 1, 5)),
            List.of(form("y", DataType.FLOAT, Precision.FP32, 4, 1, 1, 3)),
            List.of(
                form("w", DataType.FLOAT, Precision.INT8, 1, 9, 5),
                form("r", DataType.FLOAT, Precision.INT8, 1, 9, 3),
                form("b", DataType.FLOAT, Precision.FP32, 1, 18)),
            4 * 9 * 8);
    try (KernelModels models = new KernelModels(graph, Optional.empty())) {
      assertRuns(models, narrowed);
    }
  }

  @Test
  void nodesOfAGraphThatWasRaisedAreWrittenInItsOperatorSet() {
    Graph old = Graph.builder("old").opset("", 9).build();
    Node pad = new Node("pad", "", "Pad", List.of("x", "pads"), List.of("y"), Map.of());
    Graph raised =
        Graph.builder("raised")
            .opset("", 13)
            .node(pad)
            .initializer("pads", Tensor.ofLongs(Shape.of(8), 0, 0, 0, 0, 0, 3, 0, 0))
            .build();
    Kernel kernel =
        new Kernel(
            List.of(pad),
            List.of(form("x", DataType.FLOAT, Precision.FP32, 1, 2, 4, 4)),
            List.of(form("y", DataType.FLOAT, Precision.FP32, 1, 5, 4, 4)),
            List.of(form("pads", DataType.INT64, Precision.FP32, 8)),
            0);
    try (KernelModels models = new KernelModels(old, Optional.empty())) {
      models.include(raised);
      assertRuns(models, kernel);
    }
  }

  private static TensorForm form(String name, DataType type, Precision precision, long... sizes) {
    return new TensorForm(name, Shape.of(sizes), type, precision);
  }

  private static void assertRuns(KernelModels models, Kernel kernel) {
    try (OnnxRuntimeModel model =
        OnnxRuntimeModel.open(models.model(kernel), kernel.nodes().toString(), 1)) {
      Map<String, Tensor> inputs = new HashMap<>();
      kernel.inputs().forEach(input -> inputs.put(input.tensor(), ones(input)));
      Map<String, Tensor> outputs = model.run(inputs);
      for (TensorForm output : kernel.outputs()) {
        Tensor tensor = outputs.get(output.tensor());
        assertThat(tensor == null ? Shape.of() : tensor.shape())
            .as("%s %s", kernel.nodes(), output.tensor())
            .isEqualTo(output.shape());
      }
    }
  }

  private static Tensor ones(TensorForm form) {
    if (form.dataType() == DataType.BOOL) {
      return Tensor.of(
          DataType.BOOL,
          form.shape(),
          ByteBuffer.allocate(Math.toIntExact(form.shape().elements())));
    }
    float[] values = new float[Math.toIntExact(form.shape().elements())];
    Arrays.fill(values, 1);
    return Tensor.ofFloats(form.shape(), values);
  }
}
