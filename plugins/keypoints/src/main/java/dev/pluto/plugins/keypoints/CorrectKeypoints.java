package dev.pluto.plugins.keypoints;

import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.QualityAccumulator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Share of visible joints that are found within a share of a reference length of the person (Yang
 * and Ramanan 2013), over all persons that have one; and the object keypoint similarity of COCO.
 */
final class CorrectKeypoints implements QualityAccumulator {
  private static final int THRESHOLDS = 10;

  private long samples;
  private long right;
  private long joints;
  private double similarities;
  private final long[] similar = new long[THRESHOLDS];
  private long compared;

  @Override
  public void add(List<Tensor> outputs, List<Tensor> targets) {
    Shape shape = outputs.get(0).shape();
    Frame frame = Frame.of(targets.get(1).floats());
    float[] places = targets.get(0).floats();
    int count = Math.toIntExact(shape.size(0));
    if (shape.rank() != 3 || places.length != 3 * count) {
      throw new IllegalArgumentException(
          "the output %s is not one heat map for each of %d joints"
              .formatted(shape, places.length / 3));
    }
    List<Joint> found =
        HeatMaps.joints(
            outputs.get(0).floats(),
            count,
            Math.toIntExact(shape.size(1)),
            Math.toIntExact(shape.size(2)),
            frame.height(),
            frame.width());
    samples++;
    double similarity = 0;
    int visible = 0;
    for (int j = 0; j < count; j++) {
      if (places[3 * j + 2] > 0) {
        double distance = found.get(j).distance(places[3 * j], places[3 * j + 1]);
        if (frame.reference().isPresent()) {
          joints++;
          right += distance <= frame.threshold() * frame.reference().getAsDouble() ? 1 : 0;
        }
        if (!frame.spreads().isEmpty()) {
          double unit = frame.spreads().get(j) * frame.spreads().get(j) * frame.area();
          similarity += Math.exp(-distance * distance / (2 * Math.max(unit, 1e-9)));
        }
        visible++;
      }
    }
    if (!frame.spreads().isEmpty() && visible > 0) {
      addSimilarity(similarity / visible);
    }
  }

  private void addSimilarity(double similarity) {
    similarities += similarity;
    compared++;
    for (int t = 0; t < THRESHOLDS; t++) {
      similar[t] += similarity >= 0.5 + 0.05 * t ? 1 : 0;
    }
  }

  /** 0 if no person has a reference length. */
  @Override
  public double result() {
    if (samples == 0) {
      throw new IllegalStateException("no sample was added");
    }
    return joints == 0 ? 0 : right / (double) joints;
  }

  @Override
  public Map<String, Double> further() {
    if (compared == 0) {
      return Map.of();
    }
    double precision = 0;
    for (long count : similar) {
      precision += count / (double) compared / THRESHOLDS;
    }
    Map<String, Double> further = new LinkedHashMap<>();
    further.put("OKS", similarities / compared);
    further.put("OKS above 0.5:0.95", precision);
    return further;
  }
}
