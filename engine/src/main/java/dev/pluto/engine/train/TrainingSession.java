package dev.pluto.engine.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.operator.ScriptedFunctions;
import dev.pluto.spi.search.TrainingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The PyTorch library, loaded when the first session is opened, and the native memory of one
 * training. Used from one thread.
 */
public final class TrainingSession implements AutoCloseable {
  private static final String ENGINE = "PyTorch";

  /** In place. DJL's own copy does the same behind a guard that PyTorch warns of. */
  private static final String COPY =
      """
      def forward(self, to: Tensor, source: Tensor) -> Tensor:
        return torch.copy_(to, source)
      """;

  private final NDManager manager;
  private final TorchScriptFunctions scripts;

  private TrainingSession(NDManager manager) {
    this.manager = manager;
    this.scripts = new TorchScriptFunctions(manager);
  }

  /** Opens a session on the CPU; everything random in the library follows the seed. */
  public static TrainingSession open(long seed) {
    // DJL would look for its natives and report usage over the network otherwise.
    System.setProperty("ai.djl.offline", "true");
    Engine engine = Engine.getEngine(ENGINE);
    engine.setRandomSeed(Math.toIntExact(seed & 0x7fffffff));
    return new TrainingSession(NDManager.newBaseManager(Device.cpu(), ENGINE));
  }

  /** The manager of everything that lives as long as the session. */
  public NDManager manager() {
    return manager;
  }

  /** Compiled functions over ATen operators. */
  public ScriptedFunctions scripts() {
    return scripts;
  }

  /** Overwrites arrays in place, trained ones too, without recording for gradients. */
  public void copy(List<NDArray> from, List<NDArray> to) {
    ScriptedFunctions.ScriptedFunction copy = scripts.compile(COPY);
    for (int i = 0; i < from.size(); i++) {
      NDList pair = new NDList(to.get(i), from.get(i));
      TrainableGraph.withoutGradient(() -> copy.apply(pair)).close();
    }
  }

  /** The context that the trainable parts of operators are given for a graph. */
  public TrainingContext context(Graph graph) {
    return context(manager, graph);
  }

  /**
   * A context whose arrays live as long as a manager under the session's. Operators share what
   * belongs to one training, which they know by its manager.
   */
  public TrainingContext context(NDManager own, Graph graph) {
    return new Context(own, scripts, graph, Optional::of);
  }

  /**
   * The context for a graph that was made of another one.
   *
   * @param names the value of the graph that stands for a value of the other
   */
  public TrainingContext context(Graph graph, Function<String, Optional<String>> names) {
    return new Context(manager, scripts, graph, names);
  }

  private record Context(
      NDManager manager,
      ScriptedFunctions scripts,
      Graph graph,
      Function<String, Optional<String>> names)
      implements TrainingContext {
    @Override
    public Optional<String> standsFor(String value) {
      return names.apply(value);
    }
  }

  @Override
  public void close() {
    scripts.close();
    manager.close();
  }
}
