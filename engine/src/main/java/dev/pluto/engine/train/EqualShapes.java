package dev.pluto.engine.train;

import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Cuts samples, whose shapes may differ, into batches of equal shapes. */
public final class EqualShapes {
  private static final int MOST = 32;

  private EqualShapes() {}

  /** Runs of neighbours with equal shapes, of at most 32 samples each, in order. */
  public static List<List<Sample>> chunks(List<Sample> samples) {
    List<List<Sample>> chunks = new ArrayList<>();
    List<Sample> chunk = new ArrayList<>();
    for (Sample sample : samples) {
      boolean fits =
          chunk.size() < MOST && (chunk.isEmpty() || shapes(chunk.get(0)).equals(shapes(sample)));
      if (!fits) {
        chunks.add(List.copyOf(chunk));
        chunk.clear();
      }
      chunk.add(sample);
    }
    if (!chunk.isEmpty()) {
      chunks.add(List.copyOf(chunk));
    }
    return List.copyOf(chunks);
  }

  private static List<Shape> shapes(Sample sample) {
    return Stream.concat(sample.inputs().stream(), sample.targets().stream())
        .map(Tensor::shape)
        .toList();
  }
}
