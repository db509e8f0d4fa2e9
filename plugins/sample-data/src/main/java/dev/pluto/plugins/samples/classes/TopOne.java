package dev.pluto.plugins.samples.classes;

import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.task.QualityAccumulator;
import java.util.List;

/** Share of samples whose highest score is that of the label, which is the first target. */
public final class TopOne implements QualityAccumulator {
  private long right;
  private long all;

  @Override
  public void add(List<Tensor> outputs, List<Tensor> targets) {
    float[] scores = outputs.get(0).floats();
    int best = 0;
    for (int c = 1; c < scores.length; c++) {
      if (scores[c] > scores[best]) {
        best = c;
      }
    }
    right += best == targets.get(0).longs()[0] ? 1 : 0;
    all++;
  }

  @Override
  public double result() {
    if (all == 0) {
      throw new IllegalStateException("no sample was added");
    }
    return right / (double) all;
  }
}
