package dev.pluto.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/** Models of the shared folder, and data to run models on. */
public final class SharedModels {
  private static final Path FOLDER = Path.of(System.getProperty("pluto.shared", "../shared"));

  private SharedModels() {}

  /** The model files of some subfolders; the test is skipped where there are none. */
  public static List<Path> in(String... folders) {
    return Stream.of(folders).flatMap(f -> list(folder(f)).stream()).toList();
  }

  /** Whether the folder is there. */
  public static boolean isThere() {
    return Files.isDirectory(FOLDER);
  }

  /** A file or folder; the test is skipped where it does not exist. */
  public static Path folder(String name) {
    Path path = FOLDER.resolve(name);
    assumeTrue(Files.exists(path), path + " does not exist");
    return path;
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Random data for the inputs of a model, with sizes that fit for the open dimensions. */
  public static Map<String, Tensor> inputs(OnnxRuntimeModel model) {
    Random random = new Random(7);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (ValueInfo input : model.inputs()) {
      long[] sizes =
          input.dimensions().orElseThrow().stream().mapToLong(SharedModels::size).toArray();
      inputs.put(input.name(), tensor(input.dataType(), Shape.of(sizes), random));
    }
    return inputs;
  }

  private static long size(Dimension dimension) {
    if (dimension instanceof Dimension.Fixed fixed) {
      return fixed.size();
    }
    String name = ((Dimension.Symbol) dimension).name().toLowerCase(Locale.ROOT);
    if (name.contains("batch") || name.endsWith("dimension.0")) {
      return 1;
    }
    return switch (name) {
      case "sequence" -> 512;
      case "frames" -> 900;
      default -> 64;
    };
  }

  private static Tensor tensor(DataType type, Shape shape, Random random) {
    int elements = Math.toIntExact(shape.elements());
    switch (type) {
      case FLOAT -> {
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
          values[i] = random.nextFloat();
        }
        return Tensor.ofFloats(shape, values);
      }
      case INT64 -> {
        long[] values = new long[elements];
        Arrays.fill(values, 16000);
        return Tensor.ofLongs(shape, values);
      }
      case UINT8 -> {
        byte[] values = new byte[elements];
        for (int i = 0; i < elements; i++) {
          values[i] = (byte) random.nextInt(100);
        }
        return Tensor.of(type, shape, ByteBuffer.wrap(values));
      }
      default -> throw new IllegalArgumentException("no random data of type " + type);
    }
  }

  /** Runs two models on the same random data and compares all outputs. */
  public static void assertSameOutputs(
      byte[] expected, byte[] actual, String name, float tolerance) {
    try (OnnxRuntimeModel one = OnnxRuntimeModel.open(expected, name, 1);
        OnnxRuntimeModel other = OnnxRuntimeModel.open(actual, name + " rewritten", 1)) {
      Map<String, Tensor> inputs = inputs(one);
      assertSame(one.run(inputs), other.run(inputs), tolerance);
    }
  }

  /** Compares outputs, floats with a tolerance relative to the largest element. */
  public static void assertSame(
      Map<String, Tensor> expected, Map<String, Tensor> actual, float tolerance) {
    assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
    expected.forEach(
        (name, tensor) -> {
          Tensor result = Objects.requireNonNull(actual.get(name));
          assertThat(result.shape()).isEqualTo(tensor.shape());
          assertThat(result.dataType()).isEqualTo(tensor.dataType());
          if (tensor.dataType() == DataType.FLOAT) {
            assertClose(tensor.floats(), result.floats(), tolerance, name);
          } else {
            assertThat(result).as(name).isEqualTo(tensor);
          }
        });
  }

  private static void assertClose(float[] expected, float[] actual, float tolerance, String name) {
    float largest = 1;
    for (float value : expected) {
      largest = Float.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
    }
    for (int i = 0; i < expected.length; i++) {
      boolean equal = Float.compare(expected[i], actual[i]) == 0;
      if (!equal && !(Math.abs(expected[i] - actual[i]) <= tolerance * largest)) {
        assertThat(actual[i]).as("%s[%d]", name, i).isEqualTo(expected[i]);
      }
    }
  }
}
