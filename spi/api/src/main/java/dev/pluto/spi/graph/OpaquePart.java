package dev.pluto.spi.graph;

import dev.pluto.spi.Api;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The operator that stands for neighbouring nodes which cannot be trained: operators without a
 * definition, and what reads values whose size depends on the data. ONNX Runtime computes them;
 * nothing in them is changed, and no gradient flows through them. Exported files have the nodes
 * themselves.
 *
 * <p>All that the nodes read is an input of the part, constants and what subgraphs capture
 * included. Input and output {@code i} of the part are input and output {@code i} of its body,
 * whatever they are called around it.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class OpaquePart {
  /** Type of the operator; its domain is that of {@link Choice}. */
  public static final String OP_TYPE = "Opaque";

  private static final String BODY = "body";
  private static final String MACS = "macs";
  private static final String UNCOUNTED = "uncounted";

  private OpaquePart() {}

  /**
   * A part.
   *
   * @param body the nodes, without initializers, with inputs and outputs as the part has them
   * @param macs multiply-adds of the nodes of which they are known
   * @param uncounted operators of which they are not
   */
  public static Node of(String name, Graph body, long macs, List<String> uncounted) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put(BODY, new Attribute.Body(body));
    attributes.put(MACS, new Attribute.IntValue(macs));
    attributes.put(UNCOUNTED, new Attribute.Texts(uncounted));
    return new Node(
        name,
        Choice.DOMAIN,
        OP_TYPE,
        body.inputs().stream().map(ValueInfo::name).toList(),
        body.outputs().stream().map(ValueInfo::name).toList(),
        attributes);
  }

  /** Whether a node is such a part. */
  public static boolean is(Node node) {
    return node.opType().equals(OP_TYPE) && node.domain().equals(Choice.DOMAIN);
  }

  /**
   * The nodes of a part.
   *
   * @throws IllegalArgumentException if the node is none
   */
  public static Graph body(Node part) {
    if (part.attributes().get(BODY) instanceof Attribute.Body body) {
      return body.graph();
    }
    throw new IllegalArgumentException(part + " has no body");
  }

  /** Multiply-adds of those of its nodes of which they are known. */
  public static long macs(Node part) {
    return part.intAttribute(MACS, 0);
  }

  /** The operators of its nodes whose multiply-adds are not known, each once. */
  public static List<String> uncounted(Node part) {
    return part.attributes().get(UNCOUNTED) instanceof Attribute.Texts texts
        ? texts.values()
        : List.of();
  }
}
