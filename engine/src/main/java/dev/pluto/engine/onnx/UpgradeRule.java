package dev.pluto.engine.onnx;

import dev.pluto.spi.graph.Node;
import java.util.List;

/** What an incompatible change of one operator in one operator set asks for. */
@FunctionalInterface
interface UpgradeRule {
  /**
   * The nodes that compute in the newer operator set what {@code node} computed in the one before.
   * A rule that does not know how says so with {@link UpgradeContext#refuse}.
   */
  List<Node> rewrite(Node node, UpgradeContext context);
}
