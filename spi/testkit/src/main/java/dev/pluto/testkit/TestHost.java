package dev.pluto.testkit;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.GraphEditor;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.hardware.Capabilities;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.PricingContext;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.SearchContext;
import dev.pluto.spi.search.StructureDecision;
import dev.pluto.spi.search.TrainingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/** What the contract checks need of the engine. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface TestHost {
  /** The engine's implementation, where the engine is on the class path. */
  static Optional<TestHost> find() {
    return ServiceLoader.load(TestHost.class).findFirst();
  }

  /** A search context over a graph, as the engine would give it to an operator. */
  SearchContext searchContext(Graph graph, Map<String, Shape> inputs, Capabilities capabilities);

  /** Runs with a training context over a graph; what it allocated is freed afterwards. */
  void train(Graph graph, Consumer<TrainingContext> body);

  /**
   * Outputs of a training context's graph in training form, by name.
   *
   * @param context one that {@link #train} handed out
   * @param hooks what changes the forward pass
   */
  Map<String, float[]> forward(
      TrainingContext context,
      List<Hook> hooks,
      Map<String, float[]> inputs,
      Map<String, Shape> shapes);

  /** Kernels of a graph on a target. */
  List<Kernel> kernels(Graph graph, Map<String, Shape> inputs, HardwareTarget target);

  /** A pricing context as the engine gives it to a target. */
  PricingContext pricingContext();

  /** The graph after edits were applied to it. */
  Graph edit(Graph graph, Map<String, Shape> inputs, Consumer<GraphEditor> edits);

  /** The graph with the alternatives of structure decisions as branches. */
  Graph withAlternatives(Graph graph, List<StructureDecision> decisions);

  /**
   * Settings under which the structure has what one decision is about, all else unchanged.
   *
   * @param graph the one that the decisions were made on
   */
  int[] showing(
      Graph graph, Map<String, Shape> inputs, List<? extends Decision> decisions, int decision);

  /** Kernels of a candidate as they are priced: without making its graph. */
  List<Kernel> kernels(
      Graph graph,
      Map<String, Shape> inputs,
      List<? extends Decision> decisions,
      int[] settings,
      HardwareTarget target);

  /** Outputs of a graph in ONNX Runtime, by name. */
  Map<String, float[]> run(Graph graph, Map<String, float[]> inputs, Map<String, Shape> shapes);
}
