package dev.pluto.engine.cost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The costs of candidates, corrected by the truth where the truth is dear: a metric that is
 * measured on the chip or read off a written file is worked out exactly now and then, and the ratio
 * to the cost model's number carries over to other candidates.
 *
 * <p>Ratios differ between kinds of candidates (integer kernels from float ones, say), so each
 * candidate takes those of the candidates that are most like it: the mean of all that is known,
 * weighted by the inverse square of the distance (Shepard, "A two-dimensional interpolation
 * function for irregularly-spaced data", 1968). What is known exactly is reproduced exactly.
 */
public final class CalibratedCosts {
  private final CostModel model;
  private final double[] spans;
  private final double[] margins;
  private final List<Known> known = new ArrayList<>();

  /**
   * A candidate of which the truth is known.
   *
   * @param ratios truth over model, by metric; 1 where nothing better is known
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Known(int[] settings, double[] ratios) {}

  /** Starts without corrections and margins. */
  public CalibratedCosts(CostModel model) {
    this.model = model;
    this.margins = new double[model.metrics().size()];
    this.spans = Arrays.stream(model.settingCounts()).mapToDouble(c -> c - 1.0).toArray();
  }

  /** The cost model underneath. */
  public CostModel model() {
    return model;
  }

  /** The corrected costs of a candidate, with the safety margin of each metric. */
  public double[] cost(int[] settings) {
    return correct(model.cost(settings), ratios(distances(settings, -1)));
  }

  /** The corrected costs with each setting of one decision, by setting and metric. */
  public double[][] options(int[] settings, int decision) {
    double[][] costs = model.options(settings, decision);
    double[] others = distances(settings, decision);
    for (int s = 0; s < costs.length; s++) {
      double[] distances = others.clone();
      for (int k = 0; k < distances.length; k++) {
        distances[k] += distance(known.get(k), decision, s);
      }
      correct(costs[s], ratios(distances));
    }
    return costs;
  }

  /** The corrected marginal prices of a decision, by setting and metric. */
  public double[][] marginals(int[] settings, int decision) {
    double[][] prices = model.marginals(settings, decision);
    double[] ratios = ratios(distances(settings, -1));
    for (double[] price : prices) {
      correct(price, ratios);
    }
    return prices;
  }

  /**
   * Learns the truth about a candidate.
   *
   * @param truth by metric; empty where nothing better than the model is known
   */
  public void calibrate(int[] settings, OptionalDouble[] truth) {
    double[] modelled = model.cost(settings);
    double[] ratios = new double[modelled.length];
    for (int m = 0; m < ratios.length; m++) {
      ratios[m] = modelled[m] > 0 ? truth[m].orElse(modelled[m]) / modelled[m] : 1;
    }
    known.removeIf(k -> Arrays.equals(k.settings(), settings));
    known.add(new Known(settings.clone(), ratios));
  }

  /** Forgets what was learned of candidates; margins stay. */
  public void forget() {
    known.clear();
  }

  /**
   * Widens the safety margin of a metric whose budget turned out to be missed.
   *
   * @param excess by how much, as a share of the budget
   */
  public void tighten(int metric, double excess) {
    margins[metric] += excess;
  }

  /** How far a candidate is from the known ones, apart from one decision. */
  private double[] distances(int[] settings, int without) {
    double[] distances = new double[known.size()];
    for (int k = 0; k < distances.length; k++) {
      for (int d = 0; d < settings.length; d++) {
        if (d != without) {
          distances[k] += distance(known.get(k), d, settings[d]);
        }
      }
    }
    return distances;
  }

  private double distance(Known candidate, int decision, int setting) {
    return Math.abs(candidate.settings()[decision] - setting) / spans[decision];
  }

  private double[] ratios(double[] distances) {
    double[] ratios = new double[margins.length];
    if (distances.length == 0) {
      Arrays.fill(ratios, 1);
      return ratios;
    }
    double sum = 0;
    for (int k = 0; k < distances.length; k++) {
      if (distances[k] == 0) {
        return known.get(k).ratios().clone();
      }
      double weight = 1 / (distances[k] * distances[k]);
      sum += weight;
      for (int m = 0; m < ratios.length; m++) {
        ratios[m] += weight * known.get(k).ratios()[m];
      }
    }
    for (int m = 0; m < ratios.length; m++) {
      ratios[m] /= sum;
    }
    return ratios;
  }

  private double[] correct(double[] costs, double[] ratios) {
    for (int m = 0; m < costs.length; m++) {
      costs[m] *= ratios[m] * (1 + margins[m]);
    }
    return costs;
  }
}
