package dev.pluto.engine.cost;

import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.ShapeInference;
import dev.pluto.engine.analysis.Types;
import dev.pluto.engine.structure.Structures;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.hardware.PricingSession;
import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.MetricType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts and prices graphs for one hardware target at fixed input shapes; all costs of a run, from
 * the baseline to the certificate, come from here.
 */
public final class Costing implements AutoCloseable {
  private final HardwareTarget target;
  private final List<MetricType> metrics;
  private final Operators operators;
  private final Map<String, Shape> shapes;
  private final KernelModels models;
  private final PricingSession session;

  /**
   * Opens a pricing session.
   *
   * @param metrics all metrics there are; those that the target alone can price and does not are
   *     left out
   * @param graph gives constants to kernels that are run for measurement
   * @param cache a folder for prices that are measured once
   */
  public Costing(
      HardwareTarget target,
      List<MetricType> metrics,
      Operators operators,
      Map<String, Shape> shapes,
      Graph graph,
      Optional<Path> cache) {
    this.target = target;
    this.metrics =
        metrics.stream()
            .filter(
                m ->
                    !(m.evaluation() instanceof Evaluation.ByTarget)
                        || target.metrics().contains(m.metric().id()))
            .toList();
    this.operators = operators;
    this.shapes = Map.copyOf(shapes);
    this.models = new KernelModels(graph, cache);
    this.session = target.open(models);
  }

  /** The target. */
  public HardwareTarget target() {
    return target;
  }

  /** The metrics that can be had on the target. */
  public List<MetricType> metrics() {
    return metrics;
  }

  /** The shapes that all costs refer to. */
  public Map<String, Shape> shapes() {
    return shapes;
  }

  /** The pricing session. */
  public PricingSession session() {
    return session;
  }

  /** Types of a graph at the reference shapes. */
  public Types types(Graph graph) {
    return new ShapeInference(operators).infer(graph, shapes);
  }

  /** The costs of a concrete graph whose file is {@code length} bytes long. */
  public CostModel of(Graph graph, long length) {
    return of(Structures.concrete(graph), length, ChannelFacts.NONE);
  }

  /**
   * The costs of all candidates of a search space.
   *
   * @param length bytes of the file in which nothing is changed
   * @param facts channels of the graph on which decisions were made
   */
  public CostModel of(Structures structures, long length, ChannelFacts facts) {
    models.include(structures.graph());
    return new CostModel(
        structures,
        types(structures.graph()).types(),
        facts.groups(),
        target::partition,
        metrics,
        operators,
        new KernelPricer(target.id(), session),
        length);
  }

  @Override
  public void close() {
    session.close();
    models.close();
  }
}
