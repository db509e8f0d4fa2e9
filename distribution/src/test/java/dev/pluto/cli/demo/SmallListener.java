package dev.pluto.cli.demo;

import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.spi.graph.Attribute.Ints;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Dimension.Fixed;
import dev.pluto.spi.graph.Dimension.Symbol;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** Writes tones of two pitches and an untrained network that may tell them apart. */
public final class SmallListener {
  private static final int RATE = 8000;
  private static final int BANDS = 16;
  private static final int FRAMES = 20;
  private static final int WIDTH = 8;

  private SmallListener() {}

  /** Writes tones, {@code low_0.wav} and so on. */
  public static Path writeSounds(Path folder, int perClass) {
    Random random = new Random(1);
    try {
      Files.createDirectories(folder);
      for (int i = 0; i < 2 * perClass; i++) {
        boolean low = i % 2 == 0;
        double hertz = (low ? 300 : 1500) * (0.8 + 0.4 * random.nextDouble());
        int length = RATE / 4 + random.nextInt(RATE / 8);
        ByteBuffer data = ByteBuffer.allocate(2 * length).order(ByteOrder.LITTLE_ENDIAN);
        for (int n = 0; n < length; n++) {
          double tone = 8000 * Math.sin(2 * Math.PI * hertz * n / RATE);
          data.putShort((short) (tone + 300 * random.nextGaussian()));
        }
        AudioInputStream sound =
            new AudioInputStream(
                new ByteArrayInputStream(data.array()),
                new AudioFormat(RATE, 16, 1, true, false),
                length);
        Path file = folder.resolve("%s_%d.wav".formatted(low ? "low" : "high", i / 2));
        AudioSystem.write(sound, AudioFileFormat.Type.WAVE, file.toFile());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return folder;
  }

  /** Writes the network: two convolutions over time, a mean, scores of two classes. */
  public static Path writeModel(Path file) {
    Random random = new Random(1);
    Graph.Builder graph =
        Graph.builder("listener").opset("", 13).input(value("logmel", BANDS, FRAMES));
    String in = "logmel";
    int channels = BANDS;
    for (int layer = 1; layer <= 2; layer++) {
      graph.initializer("weight" + layer, weights(random, WIDTH, channels, 3));
      graph.node(node("Conv", List.of(in, "weight" + layer), "conv" + layer, "pads", 1, 1));
      graph.node(node("Relu", List.of("conv" + layer), "relu" + layer));
      in = "relu" + layer;
      channels = WIDTH;
    }
    graph.node(node("GlobalAveragePool", List.of(in), "mean"));
    graph.node(node("Flatten", List.of("mean"), "flat"));
    graph.initializer("matrix", weights(random, WIDTH, 2));
    graph.node(node("Gemm", List.of("flat", "matrix"), "scores"));
    graph.output(value("scores", 2));
    try {
      return Files.write(file, OnnxWriter.write(graph.build()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Node node(String type, List<String> inputs, String output) {
    return new Node(output, "", type, inputs, List.of(output), Map.of());
  }

  private static Node node(
      String type, List<String> inputs, String output, String name, long... values) {
    List<Long> list = new ArrayList<>();
    for (long value : values) {
      list.add(value);
    }
    return new Node(output, "", type, inputs, List.of(output), Map.of(name, new Ints(list)));
  }

  private static Tensor weights(Random random, long... sizes) {
    Shape shape = Shape.of(sizes);
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.3 * random.nextGaussian());
    }
    return Tensor.ofFloats(shape, values);
  }

  private static ValueInfo value(String name, long... sizes) {
    List<Dimension> dimensions = new ArrayList<>(List.of(new Symbol("batch")));
    for (long size : sizes) {
      dimensions.add(new Fixed(size));
    }
    return new ValueInfo(name, DataType.FLOAT, Optional.of(dimensions));
  }
}
