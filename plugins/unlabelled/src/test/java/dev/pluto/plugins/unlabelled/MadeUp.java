package dev.pluto.plugins.unlabelled;

import dev.pluto.plugins.samples.numpy.NumpyBytes;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.DataRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/** Made-up samples, and requests of models for them. */
record MadeUp(Path folder) {
  static final UnlabelledOptions OPTIONS =
      new UnlabelledOptions(OptionalInt.empty(), 0.875, false, 2, 0.4);

  /** A value with a batch axis; a size below 0 stands for one that the caller chooses. */
  static ValueInfo value(String name, DataType type, long... sizes) {
    List<Dimension> dimensions = new ArrayList<>(List.of(new Dimension.Symbol("batch")));
    for (long size : sizes) {
      dimensions.add(size < 0 ? new Dimension.Symbol("any") : new Dimension.Fixed(size));
    }
    return new ValueInfo(name, type, Optional.of(dimensions));
  }

  static DataRequest request(Path path, String format, ValueInfo... inputs) {
    return new DataRequest(
        path,
        Optional.empty(),
        format,
        OptionalInt.empty(),
        1,
        List.of(inputs),
        List.of(value("scores", DataType.FLOAT, 2)));
  }

  Path file(String name, byte[] bytes) {
    return NumpyBytes.write(folder.resolve(name), bytes);
  }

  static float[] numbers(int count) {
    Random random = new Random(count);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
