package dev.pluto.plugins.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.MaterializingEditor;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.onnx.OnnxReader;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.engine.train.Hooks;
import dev.pluto.engine.train.HostArrays;
import dev.pluto.engine.train.TrainableGraph;
import dev.pluto.engine.train.TrainingSession;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Frozen;
import dev.pluto.spi.search.SearchContext;
import dev.pluto.testkit.ReferenceChip;
import dev.pluto.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What recovery computes with a frozen structure is what ONNX Runtime computes from the exported
 * file, for the structures of real networks. An integer kernel sums in another order, so that a
 * number close to a rounding border may fall to the other side: every output is within one step of
 * an 8-bit output, and on average they are much closer.
 */
class StructuresExportTest {
  private static final int BATCH = 32;
  private static final float[] MEAN = {0.4914f, 0.4822f, 0.4465f};
  private static final float[] DEVIATION = {0.2470f, 0.2435f, 0.2616f};

  private final Operators operators = new Operators(BuiltInOperators.all());
  private final Random random = new Random(11);
  private final Graph.Builder builder = Graph.builder("structure").opset("", 17);

  static Stream<Arguments> cases() {
    return Stream.of(
            "residual",
            "concat",
            "pools",
            "pixels",
            "depthwise",
            "slices",
            "split",
            "enlarged",
            "interpolated",
            "padded",
            "excited")
        .flatMap(s -> Stream.of(0, 1, 2).map(setting -> Arguments.of(s, setting)));
  }

  @ParameterizedTest(name = "{0}, setting {1}")
  @MethodSource("cases")
  void theFileComputesWhatTheRecoveryComputed(String structure, int setting) {
    builder.input(value("x", 3, 8, 8));
    String stem = relu(conv("stem", "x", 3, 8, 3, 1));
    String last =
        switch (structure) {
          case "residual" -> {
            String inner = conv("b", relu(conv("a", stem, 8, 8, 3, 1)), 8, 8, 3, 1);
            yield relu(node("add", "Add", Map.of(), inner, stem));
          }
          case "concat" ->
              node(
                  "concat",
                  "Concat",
                  Map.of("axis", new Attribute.IntValue(1)),
                  relu(conv("a", stem, 8, 4, 1, 1)),
                  relu(conv("b", stem, 8, 4, 3, 1)));
          case "pools" -> {
            Map<String, Attribute> two = Map.of("kernel_shape", ints(2, 2), "strides", ints(2, 2));
            String max = node("max", "MaxPool", two, stem);
            yield node("mean", "AveragePool", two, relu(conv("a", max, 8, 8, 3, 1)));
          }
          case "pixels" ->
              node(
                  "pixels",
                  "DepthToSpace",
                  Map.of("blocksize", new Attribute.IntValue(2), "mode", new Attribute.Text("CRD")),
                  conv("a", stem, 8, 32, 3, 1));
          case "slices" -> {
            String first = slice("first", stem, 0, 4);
            String second = relu(conv("a", slice("second", stem, 4, 8), 4, 4, 3, 1));
            yield joined(second, first);
          }
          case "split" -> {
            builder.initializer("sizes", Tensor.ofLongs(Shape.of(2), 4, 4));
            builder.node(
                new Node(
                    "split",
                    "",
                    "Split",
                    List.of(stem, "sizes"),
                    List.of("left", "right"),
                    Map.of("axis", new Attribute.IntValue(1))));
            yield joined("left", relu(conv("a", "right", 4, 4, 3, 1)));
          }
          case "enlarged" -> resized("nearest", stem);
          case "interpolated" -> resized("linear", stem);
          case "padded" -> {
            builder.initializer("pads", Tensor.ofLongs(Shape.of(8), 0, 0, 1, 1, 0, 0, 1, 1));
            builder.initializer("zero", Tensor.ofFloats(Shape.of(), 0));
            String reflected =
                node("reflect", "Pad", Map.of("mode", new Attribute.Text("reflect")), stem, "pads");
            yield node("pad", "Pad", Map.of(), reflected, "pads", "zero");
          }
          case "excited" -> {
            String mean = node("mean", "GlobalAveragePool", Map.of(), stem);
            String inner = relu(conv("reduce", mean, 8, 4, 1, 1));
            String gate = node("gate", "Sigmoid", Map.of(), conv("expand", inner, 4, 8, 1, 1));
            yield node("excite", "Mul", Map.of(), stem, gate);
          }
          default -> relu(conv("point", relu(conv("depth", stem, 8, 8, 3, 8)), 8, 8, 1, 1));
        };
    String tail = conv("tail", last, 8, 8, 3, 1);
    String pooled = node("pool", "GlobalAveragePool", Map.of(), relu(tail));
    String flat = node("flatten", "Flatten", Map.of(), pooled);
    weight("scores.w", 5, 8);
    builder.node(
        new Node(
            "scores",
            "",
            "Gemm",
            List.of(flat, "scores.w"),
            List.of("y"),
            Map.of("transB", new Attribute.IntValue(1))));
    builder.output(value("y", 5)).output(value(tail, 8, 8, 8));
    Graph graph = withoutShape(builder.build(), tail);
    Compared compared =
        compare(graph, Map.of("x", Shape.of(1, 3, 8, 8)), setting, List.of(noise(), noise()));
    compared.check(setting);
  }

  private String slice(String name, String input, long start, long end) {
    builder.initializer(name + ".start", Tensor.ofLongs(Shape.of(1), start));
    builder.initializer(name + ".end", Tensor.ofLongs(Shape.of(1), end));
    builder.initializer(name + ".axis", Tensor.ofLongs(Shape.of(1), 1));
    return node(name, "Slice", Map.of(), input, name + ".start", name + ".end", name + ".axis");
  }

  private String joined(String... parts) {
    return node("concat", "Concat", Map.of("axis", new Attribute.IntValue(1)), parts);
  }

  private String resized(String mode, String input) {
    builder.initializer("scales", Tensor.ofFloats(Shape.of(4), 1, 1, 2, 2));
    return node("resize", "Resize", Map.of("mode", new Attribute.Text(mode)), input, "", "scales");
  }

  /** The size of the second output follows from the structure. */
  private static Graph withoutShape(Graph graph, String output) {
    return graph.toBuilder()
        .outputs(
            graph.outputs().stream()
                .map(
                    o ->
                        o.name().equals(output)
                            ? new ValueInfo(o.name(), o.dataType(), Optional.empty())
                            : o)
                .toList())
        .build();
  }

  @Test
  void aTrainedNetworkClassifiesRealImagesAlike() throws IOException {
    Path shared = Path.of(System.getProperty("pluto.shared", "../shared"));
    Path model = shared.resolve("baselines/cifar_resnet8.onnx");
    Path data = shared.resolve("data/cifar10/test_batch.bin");
    assumeTrue(Files.exists(model) && Files.exists(data), shared + " has no such files");
    byte[] records = Files.readAllBytes(data);
    List<Tensor> batches = new ArrayList<>();
    for (int b = 0; b < 32; b++) {
      float[] images = new float[BATCH * 3072];
      for (int i = 0; i < images.length; i++) {
        int at = (b * BATCH + i / 3072) * 3073 + 1 + i % 3072;
        int channel = i % 3072 / 1024;
        images[i] = ((records[at] & 0xFF) / 255f - MEAN[channel]) / DEVIATION[channel];
      }
      batches.add(Tensor.ofFloats(Shape.of(BATCH, 3, 32, 32), images));
    }
    Graph graph = OnnxReader.read(model);
    Map<String, Shape> shapes = Map.of(graph.inputs().get(0).name(), Shape.of(1, 3, 32, 32));
    for (int setting = 0; setting < 3; setting++) {
      Compared compared = compare(graph, shapes, setting, batches);
      compared.check(setting);
      assertThat(compared.sameClass()).isGreaterThanOrEqualTo(0.995);
    }
  }

  /**
   * How two runs compare.
   *
   * @param largest difference, in 255ths of the range of the output
   * @param mean difference, likewise
   * @param sameClass share of samples whose largest score stands at the same class
   */
  private record Compared(double largest, double mean, double sameClass) {
    void check(int setting) {
      if (setting == 0) {
        assertThat(largest / 255).isLessThan(1e-4);
      } else {
        assertThat(largest).isLessThanOrEqualTo(1);
        assertThat(mean).isLessThan(0.05);
      }
    }
  }

  private Compared compare(
      Graph graph, Map<String, Shape> shapes, int setting, List<Tensor> batches) {
    SearchContext context =
        TestHost.find()
            .orElseThrow()
            .searchContext(graph, shapes, new ReferenceChip().capabilities());
    List<Decision> decisions =
        new QuantizationOperator()
            .contribute(context, new QuantizationOptions(List.of(), 0))
            .decisions();
    double largest = 0;
    double sum = 0;
    long elements = 0;
    int same = 0;
    int samples = 0;
    try (TrainingSession session = TrainingSession.open(1);
        TrainableGraph trained = new TrainableGraph(session, graph, operators::of)) {
      List<Frozen> frozen =
          decisions.stream().map(d -> d.freeze(setting, session.context(graph))).toList();
      Hooks hooks = new Hooks(frozen.stream().flatMap(f -> f.hooks().stream()).toList());
      frozen.forEach(f -> f.progress(1));
      evaluate(session, trained, hooks, batches.get(0));
      MaterializingEditor editor =
          new MaterializingEditor(
              trained.bake(), new ChannelFacts(List.of(), List.of(), List.of()));
      frozen.forEach(f -> f.finish(editor));
      Graph file = editor.result();
      trained.replace(OnnxWriter.roundedBiases(file));
      assertThat(file.quantizations().isEmpty()).isEqualTo(setting == 0);
      try (OnnxRuntimeModel model = OnnxRuntimeModel.open(OnnxWriter.write(file), "file", 1)) {
        for (Tensor batch : batches) {
          List<Tensor> expected = evaluate(session, trained, hooks, batch);
          List<Tensor> actual = model.run(List.of(batch));
          for (int o = 0; o < expected.size(); o++) {
            float[] a = expected.get(o).floats();
            float[] b = actual.get(o).floats();
            assertThat(b).hasSameSizeAs(a);
            double step = range(a) / 255;
            for (int i = 0; i < a.length; i++) {
              double steps = Math.abs(a[i] - b[i]) / step;
              largest = Math.max(largest, steps);
              sum += steps;
            }
            elements += a.length;
          }
          float[] a = expected.get(0).floats();
          float[] b = actual.get(0).floats();
          int classes = Math.toIntExact(expected.get(0).shape().size(1));
          for (int s = 0; s < a.length; s += classes) {
            same += best(a, s, classes) == best(b, s, classes) ? 1 : 0;
            samples++;
          }
        }
      }
      frozen.forEach(Frozen::close);
    }
    return new Compared(largest, sum / elements, same / (double) samples);
  }

  private static double range(float[] values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return high - low;
  }

  private static int best(float[] scores, int start, int classes) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = scores[start + c] > scores[start + best] ? c : best;
    }
    return best;
  }

  private static List<Tensor> evaluate(
      TrainingSession session, TrainableGraph graph, Hooks hooks, Tensor batch) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDList input = new NDList(HostArrays.toNative(session.manager(), batch));
      return graph.evaluate(input, hooks).stream().map(HostArrays::toHost).toList();
    }
  }

  private Tensor noise() {
    float[] values = new float[BATCH * 3 * 8 * 8];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.ofFloats(Shape.of(BATCH, 3, 8, 8), values);
  }

  private String conv(String name, String input, long in, long out, int kernel, long group) {
    weight(name + ".w", out, in / group, kernel, kernel);
    weight(name + ".b", out);
    long pad = kernel / 2;
    return node(
        name,
        "Conv",
        Map.of(
            "kernel_shape", ints(kernel, kernel),
            "pads", ints(pad, pad, pad, pad),
            "group", new Attribute.IntValue(group)),
        input,
        name + ".w",
        name + ".b");
  }

  private String relu(String input) {
    return node(input + ".relu", "Relu", Map.of(), input);
  }

  private String node(
      String name, String opType, Map<String, Attribute> attributes, String... inputs) {
    builder.node(new Node(name, "", opType, Arrays.asList(inputs), List.of(name), attributes));
    return name;
  }

  private void weight(String name, long... sizes) {
    Shape shape = Shape.of(sizes);
    float[] values = new float[Math.toIntExact(shape.elements())];
    double fan = sizes.length == 1 ? 10 : (double) values.length / sizes[0];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.sqrt(2 / fan));
    }
    builder.initializer(name, Tensor.ofFloats(shape, values));
  }

  private static Attribute ints(long... values) {
    return new Attribute.Ints(LongStream.of(values).boxed().toList());
  }

  private static ValueInfo value(String name, long... sizes) {
    List<Dimension> dimensions = new ArrayList<>(List.of(new Dimension.Symbol("batch")));
    LongStream.of(sizes).forEach(size -> dimensions.add(new Dimension.Fixed(size)));
    return new ValueInfo(name, DataType.FLOAT, Optional.of(dimensions));
  }
}
