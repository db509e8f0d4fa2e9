package dev.pluto.engine.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.pluto.engine.opaque.OpaqueFunction;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.OpaquePart;
import dev.pluto.spi.graph.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The opaque parts of a network, each loaded into ONNX Runtime when it is first run. */
final class OpaqueRuns implements AutoCloseable {
  private final Graph graph;
  private final NDManager manager;
  private final Map<String, OpaqueFunction> loaded = new HashMap<>();

  OpaqueRuns(Graph graph, NDManager manager) {
    this.graph = graph;
    this.manager = manager;
  }

  /** Whether a constant is read by opaque parts alone, so that it never becomes an array. */
  static boolean isOnlyReadByParts(Graph graph, String constant) {
    List<Node> readers = graph.consumers(constant);
    return !readers.isEmpty()
        && readers.stream().allMatch(OpaquePart::is)
        && !graph.isOutput(constant);
  }

  /**
   * The outputs of a part, without gradient.
   *
   * @param value gives the values that the part reads
   */
  NDList run(Node part, Function<String, NDArray> value) {
    OpaqueFunction function =
        loaded.computeIfAbsent(part.name(), name -> new OpaqueFunction(part, this::constant));
    List<Tensor> inputs = new ArrayList<>();
    for (int place : function.fed()) {
      inputs.add(HostArrays.toHost(value.apply(part.inputs().get(place))));
    }
    NDList outputs = new NDList();
    function.run(inputs).forEach(output -> outputs.add(HostArrays.toNative(manager, output)));
    return outputs;
  }

  private Optional<Tensor> constant(String name) {
    return isOnlyReadByParts(graph, name) ? graph.initializer(name) : Optional.empty();
  }

  @Override
  public void close() {
    loaded.values().forEach(OpaqueFunction::close);
  }
}
