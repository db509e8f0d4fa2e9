package dev.pluto.backends.onnxruntime;

import ai.onnxruntime.OrtException;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.hardware.ModelMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Times whole models in turn. A block is long enough for the clock and short enough for drift. */
final class InterleavedMeter implements ModelMeter {
  private static final double BLOCK_MILLISECONDS = 20;
  private static final int RUNS_AT_LEAST = 3;
  private static final int BLOCKS_AT_LEAST = 5;
  private static final int WARM_UP_RUNS = 5;

  @Override
  public String metric() {
    return "latency";
  }

  @Override
  public List<List<Double>> measure(
      List<byte[]> models, Map<String, Shape> inputShapes, int blocks, Duration budget) {
    List<TimedModel> loaded = new ArrayList<>();
    try {
      List<List<Double>> medians = new ArrayList<>();
      int[] runs = new int[models.size()];
      for (byte[] model : models) {
        TimedModel timed = new TimedModel(model, inputShapes);
        loaded.add(timed);
        timed.time(WARM_UP_RUNS);
        runs[medians.size()] =
            (int) Math.max(RUNS_AT_LEAST, BLOCK_MILLISECONDS / Math.max(1e-3, timed.time(3)));
        medians.add(new ArrayList<>());
      }
      long deadline = System.nanoTime() + budget.toNanos();
      for (int block = 0; block < blocks; block++) {
        if (block >= BLOCKS_AT_LEAST && System.nanoTime() > deadline) {
          break;
        }
        for (int m = 0; m < loaded.size(); m++) {
          // The order turns around, so that none is always first.
          int which = block % 2 == 0 ? m : loaded.size() - 1 - m;
          medians.get(which).add(median(loaded.get(which), runs[which]));
        }
      }
      return medians;
    } catch (OrtException e) {
      throw new ProblemException(
          ProblemException.Kind.MODEL,
          new Problem("latency on " + CpuTarget.ID, "ONNX Runtime: " + e.getMessage()));
    } finally {
      close(loaded);
    }
  }

  private static double median(TimedModel model, int runs) throws OrtException {
    double[] times = new double[runs];
    for (int i = 0; i < runs; i++) {
      times[i] = model.time(1);
    }
    Arrays.sort(times);
    return times[runs / 2];
  }

  private static void close(List<TimedModel> models) {
    for (TimedModel model : models) {
      try {
        model.close();
      } catch (OrtException e) {
        throw new IllegalStateException("ONNX Runtime could not free a model", e);
      }
    }
  }
}
