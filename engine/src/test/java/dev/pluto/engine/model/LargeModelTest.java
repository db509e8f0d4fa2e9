package dev.pluto.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** A model of a hundred megabytes is taken in quickly, and in a heap of a few times its size. */
class LargeModelTest {
  private static final int CHANNELS = 512;
  private static final int LAYERS = 9;
  private static final int HIDDEN = 4096;
  private static final double SECONDS = 5;

  /** Of the file's size. */
  private static final int HEAP = 4;

  @TempDir Path folder = Path.of("");

  @Test
  void isTakenInQuicklyAndInLittleMemory(TestReporter reporter)
      throws IOException, InterruptedException {
    Path file = Files.write(folder.resolve("large.onnx"), OnnxWriter.write(network()));
    long megabytes = Files.size(file) >> 20;
    assertThat(megabytes).isBetween(100L, 130L);
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP * megabytes + "m",
                "-cp",
                System.getProperty("java.class.path"),
                LargeImport.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(log).strip();
    assertThat(process.exitValue()).as(text).isZero();
    reporter.publishEntry(
        megabytes + " MB in a heap of " + HEAP * megabytes + " MB", "seconds and MACs: " + text);
    assertThat(Double.parseDouble(text.split(" ", -1)[0])).isLessThan(SECONDS);
  }

  /** Convolutions with batch normalization, which is folded, and two wide layers. */
  private static Graph network() {
    Graph.Builder net =
        Graph.builder("large")
            .opset("", 13)
            .input(value("x", 1, CHANNELS, 8, 8))
            .output(value("y", 1, 1000));
    String value = "x";
    for (int layer = 0; layer < LAYERS; layer++) {
      String prefix = "layer" + layer;
      net.initializer(prefix + ".w", filled(0.01f, CHANNELS, CHANNELS, 3, 3));
      net.node(
          node("Conv", prefix, List.of(value, prefix + ".w"))
              .withAttribute("pads", new Attribute.Ints(List.of(1L, 1L, 1L, 1L))));
      List<String> inputs = new ArrayList<>(List.of(prefix));
      for (String part : List.of(".gamma", ".beta", ".mean", ".variance")) {
        net.initializer(prefix + part, filled(0.5f, CHANNELS));
        inputs.add(prefix + part);
      }
      net.node(node("BatchNormalization", prefix + ".norm", inputs));
      value = prefix + ".relu";
      net.node(node("Relu", value, List.of(prefix + ".norm")));
    }
    net.node(node("GlobalAveragePool", "pool", List.of(value)));
    net.node(node("Flatten", "flat", List.of("pool")));
    net.initializer("hidden.w", filled(0.01f, CHANNELS, HIDDEN));
    net.node(node("Gemm", "hidden", List.of("flat", "hidden.w")));
    net.initializer("y.w", filled(0.01f, HIDDEN, 1000));
    return net.node(node("Gemm", "y", List.of("hidden", "y.w"))).build();
  }

  private static Node node(String opType, String output, List<String> inputs) {
    return new Node(output, "", opType, inputs, List.of(output), Map.of());
  }

  private static Tensor filled(float value, long... sizes) {
    Shape shape = Shape.of(sizes);
    float[] values = new float[Math.toIntExact(shape.elements())];
    Arrays.fill(values, value);
    return Tensor.ofFloats(shape, values);
  }

  private static ValueInfo value(String name, long... sizes) {
    List<Dimension> dimensions =
        Arrays.stream(sizes).mapToObj(s -> (Dimension) new Dimension.Fixed(s)).toList();
    return new ValueInfo(name, DataType.FLOAT, Optional.of(dimensions));
  }
}
