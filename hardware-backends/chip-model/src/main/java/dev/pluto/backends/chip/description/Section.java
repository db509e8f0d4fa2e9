package dev.pluto.backends.chip.description;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A mapping of a description, read key by key. What is wrong is noted, and a stand-in is returned
 * so that the rest is read, too. {@code source} and {@code confidence} hold for all values in the
 * mapping and in mappings inside it that do not say their own.
 */
final class Section {
  /** Stands in for a number that could not be read. */
  private static final Quantity UNREAD = new Quantity(1, new Origin("", Confidence.ASSUMED));

  private final Findings findings;
  private final String path;
  private final int line;
  private final Map<String, Node> entries = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();
  private final Optional<String> source;
  private final Optional<Confidence> confidence;

  /** The whole document. */
  Section(Findings findings, Node document) {
    this(findings, "", document, Optional.empty(), Optional.empty());
  }

  /** Stands in for a mapping that is missing, which was noted: nothing in it is noted any more. */
  private Section(Findings findings, String path) {
    this.findings = findings.silent();
    this.path = path;
    this.line = 0;
    this.source = Optional.empty();
    this.confidence = Optional.empty();
  }

  private Section(
      Findings findings,
      String path,
      Node node,
      Optional<String> outerSource,
      Optional<Confidence> outerConfidence) {
    this.findings = findings;
    this.path = path;
    this.line = node.getStartMark().getLine() + 1;
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(this::add);
    } else {
      findings.add(line, path, "this is no mapping of keys to values", "");
    }
    boolean root = path.isEmpty();
    source =
        root ? outerSource : optionalText("source").filter(this::isSource).or(() -> outerSource);
    confidence = root ? outerConfidence : statedConfidence().or(() -> outerConfidence);
  }

  private void add(NodeTuple tuple) {
    String key =
        tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "a key of keys";
    if (entries.put(key, tuple.getValueNode()) != null) {
      findings.add(lineOf(tuple.getKeyNode()), at(key), "this key is given twice", "");
    }
  }

  private boolean isSource(String name) {
    if (!findings.sources().contains(name)) {
      note("source", "no such source: '" + name + "'", String.join(", ", findings.sources()));
    }
    return true;
  }

  private Optional<Confidence> statedConfidence() {
    return optionalText("confidence")
        .flatMap(
            label -> {
              Optional<Confidence> found = Confidence.of(label);
              if (found.isEmpty()) {
                note(
                    "confidence",
                    "no such confidence: '" + label + "'",
                    String.join(
                        ", ",
                        List.of(Confidence.values()).stream().map(Confidence::label).toList()));
              }
              return found;
            });
  }

  /** Keys in file order, without those that say where values come from. */
  Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>(entries.keySet());
    keys.remove("source");
    keys.remove("confidence");
    return keys;
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  /** A text that may be left out. */
  Optional<String> optionalText(String key) {
    asked.add(key);
    Node node = entries.get(key);
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return Optional.of(scalar.getValue().strip());
    }
    note(key, "this is no text", "");
    return Optional.empty();
  }

  /** A text that must be there. */
  String text(String key, String allowed) {
    if (!has(key)) {
      missing(key, allowed);
    }
    return optionalText(key).orElse("");
  }

  /** A text that must be there and fit a pattern. */
  String text(String key, String pattern, String allowed) {
    String text = text(key, allowed);
    if (!text.isEmpty() && !text.matches(pattern)) {
      note(key, "'" + text + "' does not fit", allowed);
    }
    return text;
  }

  /** A list of texts; empty where it is left out. */
  List<String> texts(String key) {
    asked.add(key);
    List<String> texts = new ArrayList<>();
    for (Node item : items(key)) {
      if (item instanceof ScalarNode scalar) {
        texts.add(scalar.getValue().strip());
      } else {
        findings.add(lineOf(item), at(key), "this is no text", "");
      }
    }
    return texts;
  }

  /** A list of lists of texts; empty where it is left out. */
  List<List<String>> lists(String key) {
    asked.add(key);
    List<List<String>> lists = new ArrayList<>();
    for (Node item : items(key)) {
      if (item instanceof SequenceNode sequence
          && sequence.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
        lists.add(
            sequence.getValue().stream().map(n -> ((ScalarNode) n).getValue().strip()).toList());
      } else {
        findings.add(lineOf(item), at(key), "this is no list of texts", "");
      }
    }
    return lists;
  }

  /** A list of mappings; empty where it is left out. */
  List<Section> sections(String key) {
    asked.add(key);
    List<Section> sections = new ArrayList<>();
    for (Node item : items(key)) {
      sections.add(
          new Section(findings, at(key) + "[" + sections.size() + "]", item, source, confidence));
    }
    return sections;
  }

  private List<Node> items(String key) {
    Node node = entries.get(key);
    if (node == null) {
      return List.of();
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    note(key, "this is no list", "");
    return List.of();
  }

  /** A mapping that may be left out. */
  Optional<Section> optionalSection(String key) {
    asked.add(key);
    return Optional.ofNullable(entries.get(key))
        .map(node -> new Section(findings, at(key), node, source, confidence));
  }

  /** A mapping that must be there. */
  Section section(String key) {
    return optionalSection(key)
        .orElseGet(
            () -> {
              missing(key, "");
              return new Section(findings, at(key));
            });
  }

  /** A number above 0, or, if {@code mayBeZero}, of at least 0. */
  Quantity quantity(String key, Dimension dimension, boolean mayBeZero) {
    asked.add(key);
    Node node = entries.get(key);
    if (node == null) {
      missing(key, dimension.allowed());
      return UNREAD;
    }
    if (node instanceof MappingNode) {
      Section own = new Section(findings, at(key), node, source, confidence);
      Quantity quantity = own.quantity("value", dimension, mayBeZero);
      own.close("value", "source", "confidence");
      return quantity;
    }
    String text = node instanceof ScalarNode scalar ? scalar.getValue() : "a list";
    OptionalDouble value = dimension.parse(text);
    if (value.isEmpty()) {
      note(key, "'" + text + "' does not fit", dimension.allowed());
      return UNREAD;
    }
    if (value.getAsDouble() == 0 && !mayBeZero) {
      note(key, "0 leaves nothing to work with", dimension.allowed());
      return UNREAD;
    }
    if (source.isEmpty() || confidence.isEmpty()) {
      note(
          key,
          "nothing says where this value comes from",
          "keys source and confidence here or in a mapping around it");
      return UNREAD;
    }
    return new Quantity(value.getAsDouble(), new Origin(source.get(), confidence.get()));
  }

  /** These numbers with the origin that holds here, or with their own where none does. */
  Map<OperatorClass, Quantity> adopted(Map<OperatorClass, Quantity> numbers) {
    Map<OperatorClass, Quantity> adopted = new LinkedHashMap<>(numbers);
    if (source.isPresent() && confidence.isPresent()) {
      Origin origin = new Origin(source.get(), confidence.get());
      adopted.replaceAll((kind, number) -> new Quantity(number.value(), origin));
    }
    return adopted;
  }

  /** A positive whole number. */
  int count(String key, int fallback) {
    String text = optionalText(key).orElse(Integer.toString(fallback));
    if (!text.matches("[1-9][0-9]{0,5}")) {
      note(key, "'" + text + "' does not fit", "a whole number from 1");
      return fallback;
    }
    return Integer.parseInt(text);
  }

  /** Notes all keys that nobody asked for. */
  void close(String... allowed) {
    for (String key : entries.keySet()) {
      if (!asked.contains(key)) {
        note(key, "there is no such key", String.join(", ", new TreeSet<>(Set.of(allowed))));
      }
    }
  }

  /** Notes that something is wrong with the value of a key. */
  void note(String key, String what, String allowed) {
    Node node = entries.get(key);
    findings.add(node == null ? line : lineOf(node), at(key), what, allowed);
  }

  private void missing(String key, String allowed) {
    findings.add(line, at(key), "this is missing", allowed);
  }

  private static int lineOf(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
