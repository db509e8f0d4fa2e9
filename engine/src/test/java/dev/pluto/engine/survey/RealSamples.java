package dev.pluto.engine.survey;

import dev.pluto.engine.onnx.SharedModels;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A sample of the shared data for models whose input it fits. */
final class RealSamples {
  private RealSamples() {}

  /** The inputs of a model; empty where no data fits. */
  static Map<String, Tensor> of(OnnxRuntimeModel model) throws IOException {
    if (model.inputs().size() != 1 || model.inputs().get(0).dataType() != DataType.FLOAT) {
      return Map.of();
    }
    ValueInfo input = model.inputs().get(0);
    List<Long> sizes =
        input.dimensions().orElse(List.of()).stream()
            .map(d -> d instanceof Dimension.Fixed fixed ? fixed.size() : 1L)
            .toList();
    if (sizes.equals(List.of(1L, 3L, 32L, 32L))) {
      // A label, then the planes of one image.
      byte[] record = head(SharedModels.folder("data/cifar10/test_batch.bin"), 1, 3 * 32 * 32);
      float[] values = new float[record.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = Byte.toUnsignedInt(record[i]) / 255f;
      }
      return Map.of(input.name(), Tensor.ofFloats(Shape.of(sizes), values));
    }
    if (sizes.equals(List.of(1L, 100L, 40L))) {
      byte[] sample = head(SharedModels.folder("baselines/fsdd_test_x.npy"), 128, 100 * 40 * 4);
      ByteBuffer elements = ByteBuffer.wrap(sample).order(ByteOrder.LITTLE_ENDIAN);
      return Map.of(input.name(), Tensor.of(DataType.FLOAT, Shape.of(sizes), elements));
    }
    return Map.of();
  }

  private static byte[] head(Path file, int skip, int bytes) throws IOException {
    try (var stream = Files.newInputStream(file)) {
      stream.skipNBytes(skip);
      return stream.readNBytes(bytes);
    }
  }
}
