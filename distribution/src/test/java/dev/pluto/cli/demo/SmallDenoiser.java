package dev.pluto.cli.demo;

import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.spi.graph.Attribute.Ints;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension.Fixed;
import dev.pluto.spi.graph.Dimension.Symbol;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Writes an untrained network that predicts the noise of colour images: enough for a quick run. */
public final class SmallDenoiser {
  private static final int CHANNELS = 3;
  private static final int WIDTH = 8;

  private SmallDenoiser() {}

  /** Writes the network. */
  public static Path write(Path file) {
    Random random = new Random(1);
    Graph.Builder graph = Graph.builder("denoiser").opset("", 13).input(image("noisy"));
    int[] widths = {CHANNELS, WIDTH, WIDTH, CHANNELS};
    String value = "noisy";
    for (int layer = 1; layer < widths.length; layer++) {
      boolean last = layer == widths.length - 1;
      String weight = "weight" + layer;
      String convolved = last ? "noise" : "convolved" + layer;
      graph.initializer(weight, weights(random, widths[layer], widths[layer - 1]));
      graph.node(
          new Node(
              "conv" + layer,
              "",
              "Conv",
              List.of(value, weight),
              List.of(convolved),
              Map.of("pads", new Ints(List.of(1L, 1L, 1L, 1L)))));
      value = convolved;
      if (!last) {
        value = "active" + layer;
        graph.node(
            new Node("relu" + layer, "", "Relu", List.of(convolved), List.of(value), Map.of()));
      }
    }
    graph.output(image("noise"));
    try {
      return Files.write(file, OnnxWriter.write(graph.build()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Tensor weights(Random random, int to, int from) {
    float[] values = new float[to * from * 9];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.05 * random.nextGaussian());
    }
    return Tensor.ofFloats(Shape.of(to, from, 3, 3), values);
  }

  private static ValueInfo image(String name) {
    return new ValueInfo(
        name,
        DataType.FLOAT,
        Optional.of(
            List.of(
                new Symbol("batch"),
                new Fixed(CHANNELS),
                new Symbol("height"),
                new Symbol("width"))));
  }
}
