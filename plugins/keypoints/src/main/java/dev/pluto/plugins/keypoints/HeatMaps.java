package dev.pluto.plugins.keypoints;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.pluto.spi.search.LossTerm;
import java.util.ArrayList;
import java.util.List;

/** Heat maps, one per joint: what they say, and what is to be learned of them. */
final class HeatMaps {
  /** Of a cell: how far the higher neighbour draws the place of the largest value. */
  private static final double DRAWN = 0.25;

  private HeatMaps() {}

  /**
   * Where the joints are: the largest value, drawn a quarter of a cell to the higher neighbour
   * (Newell et al., "Stacked hourglass networks", 2016).
   *
   * @param values [joints, rows, columns]
   * @param height of the model's input
   * @param width of the model's input
   */
  static List<Joint> joints(
      float[] values, int joints, int rows, int columns, double height, double width) {
    List<Joint> found = new ArrayList<>();
    for (int j = 0; j < joints; j++) {
      int start = j * rows * columns;
      int best = 0;
      for (int i = 1; i < rows * columns; i++) {
        best = values[start + i] > values[start + best] ? i : best;
      }
      int y = best / columns;
      int x = best % columns;
      int row = start + y * columns;
      double right = values[row + Math.min(columns - 1, x + 1)];
      double left = values[row + Math.max(0, x - 1)];
      double below = values[start + Math.min(rows - 1, y + 1) * columns + x];
      double above = values[start + Math.max(0, y - 1) * columns + x];
      found.add(
          new Joint(
              (x + 0.5 + DRAWN * Math.signum(right - left)) * width / columns,
              (y + 0.5 + DRAWN * Math.signum(below - above)) * height / rows,
              true));
    }
    return found;
  }

  /**
   * Loss of a batch, the mean over visible joints.
   *
   * @param maps [N, joints, rows, columns]
   * @param places [N, joints, 3]: x, y in pixels, whether visible
   * @param frames one per sample, as numbers; the first one's sizes, deviation and loss count
   */
  static NDArray loss(NDArray maps, NDArray places, NDArray frames) {
    Shape shape = maps.getShape();
    int count = Math.toIntExact(shape.get(0) * shape.get(1));
    int rows = Math.toIntExact(shape.get(2));
    int columns = Math.toIntExact(shape.get(3));
    Frame frame = Frame.of(frames.get(0).toFloatArray());
    float[] joints = places.toFloatArray();
    boolean likelihood = frame.loss() == KeypointsOptions.Loss.CROSS_ENTROPY;
    float[] wanted = new float[Math.multiplyExact(count, rows * columns)];
    float[] visible = new float[count];
    int seen = 0;
    for (int j = 0; j < count; j++) {
      if (joints[3 * j + 2] > 0) {
        visible[j] = 1;
        seen++;
        double[] across = bell(joints[3 * j] * columns / frame.width(), columns, frame.sigma());
        double[] down = bell(joints[3 * j + 1] * rows / frame.height(), rows, frame.sigma());
        double scale = likelihood ? 1 / (sum(across) * sum(down)) : 1;
        for (int y = 0; y < rows; y++) {
          for (int x = 0; x < columns; x++) {
            wanted[(j * rows + y) * columns + x] = (float) (scale * down[y] * across[x]);
          }
        }
      }
    }
    NDArray flat = maps.reshape(count, (long) rows * columns);
    NDArray target = maps.getManager().create(wanted, flat.getShape());
    NDArray sum;
    if (likelihood) {
      sum = flat.logSoftmax(1).mul(target).sum().neg();
    } else {
      NDArray weight = maps.getManager().create(visible, new Shape(count, 1));
      sum = flat.sub(target).square().mean(new int[] {1}, true).mul(weight).sum();
    }
    return sum.div(LossTerm.number(sum, Math.max(1, seen)));
  }

  /** A Gaussian of height 1 at the centres of cells. */
  private static double[] bell(double centre, int cells, double sigma) {
    double[] values = new double[cells];
    for (int i = 0; i < cells; i++) {
      double distance = (i + 0.5 - centre) / sigma;
      values[i] = Math.exp(-0.5 * distance * distance);
    }
    return values;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
