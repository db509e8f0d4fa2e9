package dev.pluto.engine.cost;

import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.structure.Structures;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.Provenance;
import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.MetricType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What candidates cost, in every metric. A candidate is an array with the setting of each decision.
 * The cost of a concrete graph is that of its only candidate, so that the search, the projection
 * and the certificate count in one and the same way.
 *
 * <p>The settings of structure decisions name a concrete graph, whose kernels and schedule are
 * worked out as a graph's are and remembered. Its cost is a sum over sites (a maximum, for a metric
 * per schedule), each of which depends on a few decisions; so the marginal price of a setting needs
 * only the sites that the decision touches.
 */
public final class CostModel {
  /** Exponent of the power mean that stands in for the maximum where gradients are wanted. */
  private static final int SMOOTH_MAXIMUM_POWER = 12;

  private final List<MetricType> metrics;
  private final boolean[] peak;
  private final Structures structures;
  private final SiteCosts siteCosts;
  private final Plans plans;
  private final KernelPricer pricer;
  private final int[] settingCounts;
  private final double fileOffset;

  /**
   * A cost model of a graph and the decisions on it.
   *
   * @param types types of all values and initializers
   * @param groups the channel groups that decisions may narrow
   * @param partition splits a concrete graph into kernels in execution order, by their nodes
   * @param pricer prices kernels for metrics that the target quotes
   * @param fileBytes length of the unchanged file, from which the length of others is extrapolated
   */
  public CostModel(
      Structures structures,
      Map<String, TensorType> types,
      List<ChannelGroup> groups,
      Function<Graph, List<List<Node>>> partition,
      List<MetricType> metrics,
      Operators operators,
      KernelPricer pricer,
      long fileBytes) {
    this.metrics = List.copyOf(metrics);
    this.pricer = pricer;
    this.structures = structures;
    this.settingCounts =
        structures.decisions().stream().mapToInt(d -> d.settings().size()).toArray();
    this.peak = new boolean[metrics.size()];
    for (int m = 0; m < metrics.size(); m++) {
      peak[m] = metrics.get(m).evaluation() instanceof Evaluation.PerSchedule;
    }
    this.siteCosts = new SiteCosts(this.metrics, pricer);
    this.plans = new Plans(structures, types, groups, partition, operators, siteCosts);
    this.fileOffset = fileBytes - storedBytes();
  }

  /** Bytes of the unchanged file that the sites account for. */
  private double storedBytes() {
    double[] sum = sum(plans.of(unchanged()).sites(), unchanged());
    for (int m = 0; m < sum.length; m++) {
      if (metrics.get(m).evaluation() instanceof Evaluation.PerFile) {
        return sum[m];
      }
    }
    return 0;
  }

  /** The structures that candidates have. */
  public Structures structures() {
    return structures;
  }

  /** The metrics, in the order of all cost arrays. */
  public List<MetricType> metrics() {
    return metrics;
  }

  /** Where the numbers of a metric come from, as far as candidates have been priced. */
  public Provenance provenance(int metric) {
    MetricType type = metrics.get(metric);
    return type.evaluation() instanceof Evaluation.ByTarget
        ? pricer.provenance(type.metric().id())
        : Provenance.ANALYTIC;
  }

  /** What an inference of a candidate costs besides its kernels, by metric. */
  public double[] perInference(int[] settings) {
    return plans.of(settings).inference().cost(settings).clone();
  }

  /** Number of settings of each decision. */
  public int[] settingCounts() {
    return settingCounts.clone();
  }

  /** The candidate that changes nothing. */
  public int[] unchanged() {
    return new int[settingCounts.length];
  }

  /**
   * The cost of a candidate: exact for what is counted per kernel, weight or schedule; for files
   * extrapolated from the unchanged file.
   */
  public double[] cost(int[] settings) {
    return finish(sum(plans.of(settings).sites(), settings));
  }

  /**
   * The exact cost of a candidate with each setting of one decision, the others as they are.
   *
   * @return costs by setting and metric
   */
  public double[][] options(int[] settings, int decision) {
    double[][] result = new double[settingCounts[decision]][];
    double[] fixed = sum(resting(settings, decision), settings);
    int[] changed = settings.clone();
    for (int s = 0; s < result.length; s++) {
      changed[decision] = s;
      double[] total = fixed.clone();
      moving(changed, decision).forEach(site -> add(total, site.cost(changed)));
      result[s] = finish(total);
    }
    return result;
  }

  /** The sites whose cost does not depend on a decision. */
  private List<Site> resting(int[] settings, int decision) {
    if (structures.isStructural(decision)) {
      return List.of();
    }
    Plan plan = plans.of(settings);
    return plan.sites().stream().filter(s -> !plan.touchedBy(decision).contains(s)).toList();
  }

  /** The sites that a candidate has besides those. */
  private Collection<Site> moving(int[] settings, int decision) {
    Plan plan = plans.of(settings);
    return structures.isStructural(decision) ? plan.sites() : plan.touchedBy(decision);
  }

  /**
   * The marginal prices of a decision: like {@link #options}, but with peaks smoothed to a power
   * mean over the schedule, so that what is just below the peak has a price, too.
   *
   * @return costs by setting and metric
   */
  public double[][] marginals(int[] settings, int decision) {
    double[][] result = options(settings, decision);
    double[] present = cost(settings);
    List<Site> resting = resting(settings, decision);
    int[] changed = settings.clone();
    for (int m = 0; m < peak.length; m++) {
      if (peak[m] && present[m] > 0) {
        double fixed = powers(resting, settings, m, present[m]);
        for (int s = 0; s < result.length; s++) {
          changed[decision] = s;
          double total = fixed + powers(moving(changed, decision), changed, m, present[m]);
          result[s][m] = present[m] * Math.pow(total, 1.0 / SMOOTH_MAXIMUM_POWER);
        }
      }
    }
    return result;
  }

  private static double powers(Collection<Site> sites, int[] settings, int metric, double unit) {
    double sum = 0;
    for (Site site : sites) {
      sum += Math.pow(site.cost(settings)[metric] / unit, SMOOTH_MAXIMUM_POWER);
    }
    return sum;
  }

  /**
   * A kernel and what it costs.
   *
   * @param costs by metric; 0 for what is not counted kernel by kernel
   * @param provenances where the target's prices come from, by metric id
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record KernelCost(Kernel kernel, double[] costs, Map<String, Provenance> provenances) {}

  /** The kernels of a candidate, in execution order. */
  public List<KernelCost> kernels(int[] settings) {
    List<KernelCost> kernels = new ArrayList<>();
    Plan plan = plans.of(settings);
    List<KernelPlan.Slot> slots = plan.kernels().slots();
    for (int k = 0; k < slots.size(); k++) {
      // The sites of the kernels come first, in the order of the plan.
      double[] costs = plan.sites().get(k).cost(settings).clone();
      plan.kernels()
          .kernel(slots.get(k), settings)
          .ifPresent(
              kernel -> kernels.add(new KernelCost(kernel, costs, siteCosts.provenances(kernel))));
    }
    return List.copyOf(kernels);
  }

  private double[] sum(Collection<Site> sites, int[] settings) {
    double[] total = new double[metrics.size()];
    sites.forEach(site -> add(total, site.cost(settings)));
    return total;
  }

  private void add(double[] total, double[] cost) {
    for (int m = 0; m < total.length; m++) {
      total[m] = peak[m] ? Math.max(total[m], cost[m]) : total[m] + cost[m];
    }
  }

  /**
   * The expected cost when every decision is drawn independently from its position, worked out by
   * enumeration of structures and, in each, site by site; for sums only.
   *
   * @param positions probability of each setting, by decision
   */
  public double[] expected(double[][] positions) {
    double[] total = new ExpectedCost(plans, structures, settingCounts).of(positions);
    for (int m = 0; m < total.length; m++) {
      if (peak[m]) {
        total[m] = Double.NaN;
      }
    }
    return finish(total);
  }

  private double[] finish(double[] total) {
    for (int m = 0; m < total.length; m++) {
      if (metrics.get(m).evaluation() instanceof Evaluation.PerFile perFile) {
        total[m] = perFile.cost().applyAsDouble(Math.round(total[m] + fileOffset));
      }
    }
    return total;
  }
}
