package dev.pluto.engine.data;

import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.Samples;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The input shapes that costs refer to where the model leaves sizes open: the median sample's. */
public final class SampleShapes {
  private static final int LOOKED_AT = 101;

  private SampleShapes() {}

  /**
   * Shapes of all inputs that have open sizes besides the batch and that the user gave no shape
   * for.
   *
   * @param given shapes that the user named, by input
   * @return shapes with batch 1, by input, the given ones included
   */
  public static Map<String, List<Long>> complete(
      Graph graph, Map<String, List<Long>> given, Samples samples) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>(given);
    for (int i = 0; i < graph.inputs().size(); i++) {
      ValueInfo input = graph.inputs().get(i);
      if (!given.containsKey(input.name()) && hasOpenSizes(input)) {
        shapes.put(input.name(), median(samples, i));
      }
    }
    return shapes;
  }

  private static boolean hasOpenSizes(ValueInfo input) {
    return input.dimensions().isEmpty()
        || input.dimensions().get().stream().skip(1).anyMatch(d -> d instanceof Dimension.Symbol);
  }

  private static List<Long> median(Samples samples, int input) {
    int n = Math.min(LOOKED_AT, samples.size());
    List<Shape> shapes = new ArrayList<>();
    for (int k = 0; k < n; k++) {
      Tensor tensor = samples.get((int) ((long) k * samples.size() / n)).inputs().get(input);
      shapes.add(tensor.shape());
    }
    shapes.sort(Comparator.comparingLong(Shape::elements));
    List<Long> shape = new ArrayList<>(List.of(1L));
    for (long size : shapes.get((n - 1) / 2).sizes()) {
      shape.add(size);
    }
    return List.copyOf(shape);
  }
}
