package dev.pluto.spi.search;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Another way to compute a value.
 *
 * @param nodes nodes in execution order, with names of nodes and outputs that nothing else has
 * @param initializers constants of these nodes, fitted so that the result is close to the original;
 *     floats are trained further
 * @param result an output of the nodes, or a value that exists before; of the type of the value
 *     that it stands in for
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Alternative(List<Node> nodes, Map<String, Tensor> initializers, String result) {
  /** Copies the collections. */
  public Alternative {
    nodes = List.copyOf(nodes);
    initializers = Collections.unmodifiableMap(new LinkedHashMap<>(initializers));
  }
}
