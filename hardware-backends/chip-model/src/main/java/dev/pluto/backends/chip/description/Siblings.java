package dev.pluto.backends.chip.description;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Descriptions that name a sibling, a chip of the same family: whatever they leave out is as it is
 * there. Sources are those of both.
 */
final class Siblings {
  /** The key that names the sibling. */
  static final String KEY = "sibling";

  /** What a chip never takes over from another one. */
  private static final Set<String> OWN = Set.of("id", "description", "expected-error");

  private static final String SOURCES = "sources";

  private Siblings() {}

  /** The id of the sibling that a document names. */
  static Optional<String> of(Node document) {
    return document instanceof MappingNode mapping
        ? find(mapping, KEY)
            .filter(ScalarNode.class::isInstance)
            .map(node -> ((ScalarNode) node).getValue().strip())
        : Optional.empty();
  }

  /** Keys of the sibling that a document takes over. */
  static Set<String> takenOver(Node document, Node sibling) {
    Set<String> keys = new LinkedHashSet<>();
    if (document instanceof MappingNode own && sibling instanceof MappingNode other) {
      for (NodeTuple entry : other.getValue()) {
        String key = key(entry);
        if (!OWN.contains(key) && !key.equals(SOURCES) && find(own, key).isEmpty()) {
          keys.add(key);
        }
      }
    }
    return keys;
  }

  /** The document with what it takes over. */
  static Node merged(Node document, Node sibling) {
    if (!(document instanceof MappingNode own) || !(sibling instanceof MappingNode other)) {
      return document;
    }
    Set<String> keys = takenOver(document, sibling);
    List<NodeTuple> entries = new ArrayList<>();
    for (NodeTuple entry : own.getValue()) {
      entries.add(
          key(entry).equals(SOURCES)
              ? new NodeTuple(entry.getKeyNode(), sources(entry.getValueNode(), other))
              : entry);
    }
    if (find(own, SOURCES).isEmpty()) {
      other.getValue().stream().filter(e -> key(e).equals(SOURCES)).forEach(entries::add);
    }
    other.getValue().stream().filter(e -> keys.contains(key(e))).forEach(entries::add);
    return with(own, entries);
  }

  private static Node sources(Node own, MappingNode sibling) {
    Optional<Node> theirs = find(sibling, SOURCES);
    if (!(own instanceof MappingNode mapping)
        || !(theirs.orElse(null) instanceof MappingNode others)) {
      return own;
    }
    List<NodeTuple> entries = new ArrayList<>(mapping.getValue());
    others.getValue().stream()
        .filter(entry -> find(mapping, key(entry)).isEmpty())
        .forEach(entries::add);
    return with(mapping, entries);
  }

  private static Node with(MappingNode mapping, List<NodeTuple> entries) {
    return new MappingNode(
        mapping.getTag(),
        true,
        entries,
        mapping.getStartMark(),
        mapping.getEndMark(),
        mapping.getFlowStyle());
  }

  private static Optional<Node> find(MappingNode mapping, String key) {
    return mapping.getValue().stream()
        .filter(entry -> key(entry).equals(key))
        .map(NodeTuple::getValueNode)
        .findFirst();
  }

  private static String key(NodeTuple entry) {
    return entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
  }
}
