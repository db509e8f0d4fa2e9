package dev.pluto.spi.graph;

import dev.pluto.spi.Api;
import java.util.List;
import java.util.Map;

/**
 * The operator in which the ways to compute one value meet while a structure is searched: one input
 * per branch, of which one is the output. The first branch is the model as it was given. Exported
 * files never contain it.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class Choice {
  /** Domain of the operator. */
  public static final String DOMAIN = "dev.pluto";

  /** Type of the operator. */
  public static final String OP_TYPE = "Choice";

  private Choice() {}

  /** A choice; its name is what decisions and hooks call it. */
  public static Node of(String name, List<String> branches, String output) {
    return new Node(name, DOMAIN, OP_TYPE, branches, List.of(output), Map.of());
  }

  /** Whether a node is a choice. */
  public static boolean is(Node node) {
    return node.opType().equals(OP_TYPE) && node.domain().equals(DOMAIN);
  }
}
