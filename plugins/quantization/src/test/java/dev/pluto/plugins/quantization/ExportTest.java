package dev.pluto.plugins.quantization;

import static dev.pluto.plugins.quantization.TestGraphs.node;
import static dev.pluto.plugins.quantization.TestGraphs.weight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.pluto.engine.onnx.OnnxReader;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.engine.train.TorchScriptFunctions;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.GraphEditor;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.hardware.PrecisionTuple;
import dev.pluto.spi.operator.ScriptedFunctions;
import dev.pluto.spi.search.Frozen;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.TrainingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exported file computes what the recovery trained: x → Gemm → Relu → Gemm → y. */
class ExportTest {
  private static final int SAMPLES = 64;
  private static final int FEATURES = 6;

  private final Graph graph =
      Graph.builder("two layers")
          .opset("", 17)
          .input(matrix("x", FEATURES))
          .output(matrix("y", 5))
          .initializer("w1", weight(8, FEATURES))
          .initializer("b1", weight(8))
          .initializer("w2", weight(5, 8))
          .node(gemm("first", List.of("x", "w1", "b1"), "a"))
          .node(node("relu", "Relu", List.of("a"), "h"))
          .node(gemm("second", List.of("h", "w2"), "y"))
          .build();

  private static ValueInfo matrix(String name, int columns) {
    return new ValueInfo(
        name,
        DataType.FLOAT,
        Optional.of(List.of(new Dimension.Fixed(SAMPLES), new Dimension.Fixed(columns))));
  }

  private static Node gemm(String name, List<String> inputs, String output) {
    return node(name, "Gemm", inputs, output).withAttribute("transB", new Attribute.IntValue(1));
  }

  private record Context(NDManager manager, ScriptedFunctions scripts, Graph graph)
      implements TrainingContext {}

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theFileComputesWhatTheHooksComputed(int setting) {
    float[] samples = new float[SAMPLES * FEATURES];
    Random random = new Random(7);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextGaussian();
    }
    Graph.Builder exported = graph.toBuilder();
    float[] trained;
    try (NDManager manager = NDManager.newBaseManager();
        TorchScriptFunctions scripts = new TorchScriptFunctions(manager)) {
      SharedQuantizers shared = new SharedQuantizers();
      List<Frozen> frozen = new ArrayList<>();
      for (WeightSite site : WeightSites.of(graph).sites()) {
        frozen.add(
            new PrecisionDecision(
                    site, List.of(PrecisionTuple.W8A8, PrecisionTuple.W4A8), 0, shared)
                .freeze(setting, new Context(manager, scripts, graph)));
      }
      frozen.forEach(f -> f.progress(1));
      List<Hook> hooks = frozen.stream().flatMap(f -> f.hooks().stream()).distinct().toList();
      NDArray x = hookValue(hooks, "x", manager.create(samples).reshape(SAMPLES, FEATURES));
      NDArray a =
          x.matMul(hookedWeight(hooks, "w1", manager).transpose()).add(array("b1", manager));
      NDArray h = hookValue(hooks, "h", a.getNDArrayInternal().relu());
      trained = h.matMul(hookedWeight(hooks, "w2", manager).transpose()).toFloatArray();
      frozen.forEach(f -> f.finish(editor(exported)));
      frozen.forEach(Frozen::close);
    }
    Graph file = exported.build();
    assertThat(file.quantizations()).containsOnlyKeys("x", "w1", "h", "w2");
    byte[] bytes = OnnxWriter.write(file);
    assertThat(OnnxReader.read(bytes, "exported").quantizations())
        .containsAllEntriesOf(file.quantizations());
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(bytes, "exported", 1)) {
      Tensor input = Tensor.ofFloats(Shape.of(SAMPLES, FEATURES), samples);
      float[] ran = model.run(List.of(input)).get(0).floats();
      float step = file.quantization("h").flatMap(Quantization::scale).orElseThrow().steps().get(0);
      double sum = 0;
      for (int i = 0; i < trained.length; i++) {
        // The int32 bias and the order of sums may move a hidden value across a rounding border.
        assertThat(ran[i]).isCloseTo(trained[i], offset(2 * step));
        sum += Math.abs(ran[i] - trained[i]);
      }
      assertThat(sum / trained.length).isLessThan(0.25 * step);
    }
  }

  private static NDArray hookValue(List<Hook> hooks, String value, NDArray array) {
    NDArray result = array;
    for (Hook hook : hooks) {
      if (hook instanceof Hook.ValueHook v && v.value().equals(value)) {
        result = v.transform().apply(result, true);
      }
    }
    assertThat(result).isNotSameAs(array);
    return result;
  }

  private NDArray hookedWeight(List<Hook> hooks, String name, NDManager manager) {
    NDArray result = array(name, manager);
    for (Hook hook : hooks) {
      if (hook instanceof Hook.WeightHook w && w.initializer().equals(name)) {
        result = w.transform().apply(result, true);
      }
    }
    return result;
  }

  private NDArray array(String name, NDManager manager) {
    Tensor tensor = graph.initializer(name).orElseThrow();
    return manager.create(tensor.floats(), new ai.djl.ndarray.types.Shape(tensor.shape().sizes()));
  }

  private static GraphEditor editor(Graph.Builder builder) {
    return new GraphEditor() {
      @Override
      public void keepChannels(ChannelGroup group, int[] channels) {
        throw new AssertionError("quantization keeps all channels");
      }

      @Override
      public void quantize(String tensor, Quantization quantization) {
        builder.quantization(tensor, quantization);
      }
    };
  }
}
