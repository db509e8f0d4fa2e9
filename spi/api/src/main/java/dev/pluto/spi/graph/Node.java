package dev.pluto.spi.graph;

import dev.pluto.spi.Api;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One operation.
 *
 * @param name unique in its graph, never empty
 * @param domain operator domain, empty for ONNX's own
 * @param opType operator name, as in ONNX
 * @param inputs names of the input values; empty for an omitted optional input
 * @param outputs names of the output values; empty for an output that nobody wants
 * @param attributes attributes by name, in file order
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record Node(
    String name,
    String domain,
    String opType,
    List<String> inputs,
    List<String> outputs,
    Map<String, Attribute> attributes) {
  /** Copies the collections. */
  public Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** The name of input {@code index}, if the node has it. */
  public Optional<String> input(int index) {
    return index < inputs.size() && !inputs.get(index).isEmpty()
        ? Optional.of(inputs.get(index))
        : Optional.empty();
  }

  /** Names of the values that subgraphs in the attributes read, each once. */
  public List<String> captures() {
    return attributes.values().stream()
        .flatMap(a -> a instanceof Attribute.Opaque o ? o.captures().stream() : Stream.empty())
        .distinct()
        .toList();
  }

  /** The only output, or the first of several. */
  public String output() {
    return outputs.get(0);
  }

  /** An integer attribute, or {@code fallback} where the node has none of that name. */
  public long intAttribute(String attribute, long fallback) {
    return attributes.get(attribute) instanceof Attribute.IntValue i ? i.value() : fallback;
  }

  /** A float attribute, or {@code fallback} where the node has none of that name. */
  public float floatAttribute(String attribute, float fallback) {
    return attributes.get(attribute) instanceof Attribute.FloatValue f ? f.value() : fallback;
  }

  /** A text attribute, or {@code fallback} where the node has none of that name. */
  public String textAttribute(String attribute, String fallback) {
    return attributes.get(attribute) instanceof Attribute.Text t ? t.value() : fallback;
  }

  /** An attribute that is a list of integers, if the node has it. */
  public Optional<long[]> intsAttribute(String attribute) {
    return attributes.get(attribute) instanceof Attribute.Ints i
        ? Optional.of(i.values().stream().mapToLong(Long::longValue).toArray())
        : Optional.empty();
  }

  /** This node with other inputs. */
  public Node withInputs(List<String> newInputs) {
    return new Node(name, domain, opType, newInputs, outputs, attributes);
  }

  /** This node with other outputs. */
  public Node withOutputs(List<String> newOutputs) {
    return new Node(name, domain, opType, inputs, newOutputs, attributes);
  }

  /** This node with one attribute set. */
  public Node withAttribute(String attribute, Attribute value) {
    Map<String, Attribute> copy = new LinkedHashMap<>(attributes);
    copy.put(attribute, value);
    return new Node(name, domain, opType, inputs, outputs, copy);
  }

  @Override
  public String toString() {
    return opType + " '" + name + "'";
  }
}
