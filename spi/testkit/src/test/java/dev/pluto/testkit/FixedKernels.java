package dev.pluto.testkit;

import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.GraphEditor;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.hardware.Capabilities;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.PricingContext;
import dev.pluto.spi.hardware.TensorForm;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.SearchContext;
import dev.pluto.spi.search.StructureDecision;
import dev.pluto.spi.search.TrainingContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A host that knows kernels alone: one per part of the partition, with its constants as weights.
 */
final class FixedKernels implements TestHost {
  @Override
  public List<Kernel> kernels(Graph graph, Map<String, Shape> inputs, HardwareTarget target) {
    return target.partition(graph).stream().map(nodes -> kernel(graph, nodes)).toList();
  }

  private static Kernel kernel(Graph graph, List<Node> nodes) {
    List<TensorForm> weights =
        nodes.stream()
            .flatMap(n -> n.inputs().stream())
            .flatMap(name -> graph.initializer(name).map(t -> form(name, t.shape())).stream())
            .toList();
    return new Kernel(
        nodes, List.of(), List.of(form("out", Shape.of(1, 7))), weights, weights.size());
  }

  private static TensorForm form(String name, Shape shape) {
    return new TensorForm(name, shape, DataType.FLOAT, Precision.FP32);
  }

  @Override
  public PricingContext pricingContext() {
    return new PricingContext() {
      @Override
      public byte[] model(Kernel kernel) {
        throw new UnsupportedOperationException("no files here");
      }

      @Override
      public Path scratch() {
        throw new UnsupportedOperationException("no files here");
      }

      @Override
      public Optional<Path> cache() {
        return Optional.empty();
      }
    };
  }

  @Override
  public SearchContext searchContext(
      Graph graph, Map<String, Shape> inputs, Capabilities capabilities) {
    throw new UnsupportedOperationException("no search here");
  }

  @Override
  public void train(Graph graph, Consumer<TrainingContext> body) {
    throw new UnsupportedOperationException("no training here");
  }

  @Override
  public Map<String, float[]> forward(
      TrainingContext context,
      List<Hook> hooks,
      Map<String, float[]> inputs,
      Map<String, Shape> shapes) {
    throw new UnsupportedOperationException("no training here");
  }

  @Override
  public Graph withAlternatives(Graph graph, List<StructureDecision> decisions) {
    throw new UnsupportedOperationException("no search here");
  }

  @Override
  public int[] showing(
      Graph graph, Map<String, Shape> inputs, List<? extends Decision> decisions, int decision) {
    throw new UnsupportedOperationException("no search here");
  }

  @Override
  public List<Kernel> kernels(
      Graph graph,
      Map<String, Shape> inputs,
      List<? extends Decision> decisions,
      int[] settings,
      HardwareTarget target) {
    throw new UnsupportedOperationException("no search here");
  }

  @Override
  public Graph edit(Graph graph, Map<String, Shape> inputs, Consumer<GraphEditor> edits) {
    throw new UnsupportedOperationException("no edits here");
  }

  @Override
  public Map<String, float[]> run(
      Graph graph, Map<String, float[]> inputs, Map<String, Shape> shapes) {
    throw new UnsupportedOperationException("nothing runs here");
  }
}
