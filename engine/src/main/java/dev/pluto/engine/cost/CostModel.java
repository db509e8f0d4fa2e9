package dev.pluto.engine.cost;

import dev.pluto.engine.analysis.Operators;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.Provenance;
import dev.pluto.spi.hardware.TensorForm;
import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.MetricType;
import dev.pluto.spi.metric.Step;
import dev.pluto.spi.search.Decision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What candidates cost, in every metric. A candidate is an array with the setting of each decision.
 * The cost of a concrete graph is that of its only candidate, so that the search, the projection
 * and the certificate count in one and the same way.
 *
 * <p>The cost of a candidate is a sum over sites (a maximum, for a metric per schedule), each of
 * which depends on a few decisions; so the marginal price of a setting needs only the sites that
 * the decision touches.
 */
public final class CostModel {
  /** Exponent of the power mean that stands in for the maximum where gradients are wanted. */
  private static final int SMOOTH_MAXIMUM_POWER = 12;

  private final List<MetricType> metrics;
  private final boolean[] peak;
  private final boolean[] file;
  private final KernelPlan plan;
  private final KernelPricer pricer;
  private final List<Site> sites = new ArrayList<>();
  private final Site inference;
  private final List<Set<Site>> touchedBy = new ArrayList<>();
  private final int[] settingCounts;
  private final double fileOffset;

  /**
   * A cost model of a graph and the decisions on it.
   *
   * @param types types of all values and initializers
   * @param groups the channel groups that decisions may narrow
   * @param partition kernels in execution order, by their nodes
   * @param pricer prices kernels for metrics that the target quotes
   * @param fileBytes length of the unchanged file, from which the length of others is extrapolated
   */
  public CostModel(
      Graph graph,
      Map<String, TensorType> types,
      List<ChannelGroup> groups,
      List<Decision> decisions,
      List<List<Node>> partition,
      List<MetricType> metrics,
      Operators operators,
      KernelPricer pricer,
      long fileBytes) {
    this.metrics = List.copyOf(metrics);
    this.pricer = pricer;
    this.settingCounts = decisions.stream().mapToInt(d -> d.settings().size()).toArray();
    this.peak = new boolean[metrics.size()];
    this.file = new boolean[metrics.size()];
    for (int m = 0; m < metrics.size(); m++) {
      Evaluation evaluation = metrics.get(m).evaluation();
      peak[m] = evaluation instanceof Evaluation.PerSchedule;
      file[m] = evaluation instanceof Evaluation.PerFile;
    }
    TensorForms forms = new TensorForms(graph, types, groups, decisions);
    this.plan = new KernelPlan(graph, partition, forms, operators);
    for (KernelPlan.Slot slot : plan.slots()) {
      sites.add(new Site(forms.decisionsOf(slot.tensors()), s -> kernelCosts(slot, s)));
    }
    List<String> inputs = graph.inputs().stream().map(ValueInfo::name).toList();
    this.inference =
        new Site(
            forms.decisionsOf(inputs),
            s -> quoted(pricer.perInference(inputs.stream().map(i -> forms.form(i, s)).toList())));
    sites.add(inference);
    Set<String> stored = new TreeSet<>(graph.initializers().keySet());
    for (Node node : graph.nodes()) {
      stored.addAll(node.outputs());
    }
    graph.inputs().forEach(i -> stored.add(i.name()));
    stored.remove("");
    for (String tensor : stored) {
      boolean weight = graph.initializer(tensor).isPresent();
      if (weight || forms.mayBeQuantized(tensor)) {
        sites.add(
            new Site(
                forms.decisionsOf(List.of(tensor)),
                s -> tensorCosts(forms.form(tensor, s), weight)));
      }
    }
    for (int d = 0; d < settingCounts.length; d++) {
      int decision = d;
      touchedBy.add(
          sites.stream()
              .filter(s -> Arrays.binarySearch(s.decisions(), decision) >= 0)
              .collect(Collectors.toCollection(LinkedHashSet::new)));
    }
    double bytes = 0;
    for (Site site : sites) {
      bytes += storedBytes(site);
    }
    this.fileOffset = fileBytes - bytes;
  }

  /** Bytes of the unchanged file that a site accounts for. */
  private double storedBytes(Site site) {
    double[] cost = site.cost(unchanged());
    for (int m = 0; m < cost.length; m++) {
      if (file[m]) {
        return cost[m];
      }
    }
    return 0;
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
    return inference.cost(settings).clone();
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
    double[] total = new double[metrics.size()];
    for (Site site : sites) {
      add(total, site.cost(settings));
    }
    return finish(total);
  }

  /**
   * The exact cost of a candidate with each setting of one decision, the others as they are.
   *
   * @return costs by setting and metric
   */
  public double[][] options(int[] settings, int decision) {
    double[][] result = new double[settingCounts[decision]][];
    double[] fixed = new double[metrics.size()];
    Set<Site> touched = touchedBy.get(decision);
    for (Site site : sites) {
      if (!touched.contains(site)) {
        add(fixed, site.cost(settings));
      }
    }
    int[] changed = settings.clone();
    for (int s = 0; s < result.length; s++) {
      changed[decision] = s;
      double[] total = fixed.clone();
      touched.forEach(site -> add(total, site.cost(changed)));
      result[s] = finish(total);
    }
    return result;
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
    Set<Site> touched = touchedBy.get(decision);
    int[] changed = settings.clone();
    for (int m = 0; m < peak.length; m++) {
      if (peak[m] && present[m] > 0) {
        double fixed = 0;
        for (Site site : sites) {
          fixed += touched.contains(site) ? 0 : power(site.cost(settings)[m] / present[m]);
        }
        for (int s = 0; s < result.length; s++) {
          changed[decision] = s;
          double total = fixed;
          for (Site site : touched) {
            total += power(site.cost(changed)[m] / present[m]);
          }
          result[s][m] = present[m] * Math.pow(total, 1.0 / SMOOTH_MAXIMUM_POWER);
        }
      }
    }
    return result;
  }

  /**
   * A kernel and what it costs.
   *
   * @param costs by metric; 0 for what is not counted kernel by kernel
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record KernelCost(Kernel kernel, double[] costs) {}

  /** The kernels of a candidate, in execution order. */
  public List<KernelCost> kernels(int[] settings) {
    List<KernelCost> kernels = new ArrayList<>();
    for (int k = 0; k < plan.slots().size(); k++) {
      // The sites of the kernels come first, in the order of the plan.
      double[] costs = sites.get(k).cost(settings).clone();
      plan.kernel(plan.slots().get(k), settings)
          .ifPresent(kernel -> kernels.add(new KernelCost(kernel, costs)));
    }
    return List.copyOf(kernels);
  }

  private static double power(double ratio) {
    return Math.pow(ratio, SMOOTH_MAXIMUM_POWER);
  }

  private void add(double[] total, double[] cost) {
    for (int m = 0; m < total.length; m++) {
      total[m] = peak[m] ? Math.max(total[m], cost[m]) : total[m] + cost[m];
    }
  }

  /**
   * The expected cost when every decision is drawn independently from its position, worked out by
   * enumeration site by site; for sums only.
   *
   * @param positions probability of each setting, by decision
   */
  public double[] expected(double[][] positions) {
    double[] total = new double[metrics.size()];
    for (Site site : sites) {
      enumerate(site, 0, 1.0, new int[settingCounts.length], positions, total);
    }
    for (int m = 0; m < total.length; m++) {
      if (peak[m]) {
        total[m] = Double.NaN;
      }
    }
    return finish(total);
  }

  private void enumerate(
      Site site, int depth, double probability, int[] settings, double[][] p, double[] total) {
    if (depth == site.decisions().length) {
      double[] cost = site.cost(settings);
      for (int m = 0; m < total.length; m++) {
        total[m] += probability * cost[m];
      }
      return;
    }
    int decision = site.decisions()[depth];
    for (int s = 0; s < settingCounts[decision]; s++) {
      if (p[decision][s] > 0) {
        settings[decision] = s;
        enumerate(site, depth + 1, probability * p[decision][s], settings, p, total);
      }
    }
  }

  private double[] finish(double[] total) {
    for (int m = 0; m < total.length; m++) {
      if (metrics.get(m).evaluation() instanceof Evaluation.PerFile perFile) {
        total[m] = perFile.cost().applyAsDouble(Math.round(total[m] + fileOffset));
      }
    }
    return total;
  }

  private double[] kernelCosts(KernelPlan.Slot slot, int[] settings) {
    Optional<Kernel> kernel = plan.kernel(slot, settings);
    if (kernel.isEmpty()) {
      return new double[metrics.size()];
    }
    boolean priced = metrics.stream().anyMatch(m -> m.evaluation() instanceof Evaluation.ByTarget);
    double[] costs = quoted(priced ? pricer.price(kernel.get()).costs() : Map.of());
    for (int m = 0; m < costs.length; m++) {
      Evaluation evaluation = metrics.get(m).evaluation();
      if (evaluation instanceof Evaluation.PerKernel perKernel) {
        costs[m] = perKernel.cost().applyAsDouble(kernel.get());
      } else if (evaluation instanceof Evaluation.PerSchedule perSchedule) {
        costs[m] =
            perSchedule.cost().applyAsDouble(new Step(kernel.get(), plan.live(slot, settings)));
      }
    }
    return costs;
  }

  /** What the target quotes, as an array over the metrics; 0 for what it does not price. */
  private double[] quoted(Map<String, Double> byMetric) {
    return metrics.stream()
        .mapToDouble(
            m ->
                m.evaluation() instanceof Evaluation.ByTarget
                    ? byMetric.getOrDefault(m.metric().id(), 0.0)
                    : 0)
        .toArray();
  }

  private double[] tensorCosts(TensorForm form, boolean weight) {
    double[] costs = new double[metrics.size()];
    for (int m = 0; m < costs.length; m++) {
      Evaluation evaluation = metrics.get(m).evaluation();
      if (weight && evaluation instanceof Evaluation.PerWeight perWeight) {
        costs[m] = perWeight.cost().applyAsDouble(form);
      } else if (evaluation instanceof Evaluation.PerFile) {
        costs[m] = StoredBytes.of(form, weight);
      }
    }
    return costs;
  }
}
