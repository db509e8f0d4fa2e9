package dev.pluto.spi.graph;

import dev.pluto.spi.Api;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
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

  /**
   * An integer attribute, or {@code fallback} where the node has none of that name.
   *
   * @throws ProblemException of kind MODEL if the attribute is of another type
   */
  public long intAttribute(String attribute, long fallback) {
    return attribute(attribute, Attribute.IntValue.class, "an integer")
        .map(Attribute.IntValue::value)
        .orElse(fallback);
  }

  /**
   * A float attribute, or {@code fallback} where the node has none of that name.
   *
   * @throws ProblemException of kind MODEL if the attribute is of another type
   */
  public float floatAttribute(String attribute, float fallback) {
    return attribute(attribute, Attribute.FloatValue.class, "a float")
        .map(Attribute.FloatValue::value)
        .orElse(fallback);
  }

  /**
   * A text attribute, or {@code fallback} where the node has none of that name.
   *
   * @throws ProblemException of kind MODEL if the attribute is of another type
   */
  public String textAttribute(String attribute, String fallback) {
    return attribute(attribute, Attribute.Text.class, "a text")
        .map(Attribute.Text::value)
        .orElse(fallback);
  }

  /**
   * An attribute that is a list of integers, if the node has it.
   *
   * @throws ProblemException of kind MODEL if the attribute is of another type
   */
  public Optional<long[]> intsAttribute(String attribute) {
    return attribute(attribute, Attribute.Ints.class, "a list of integers")
        .map(i -> i.values().stream().mapToLong(Long::longValue).toArray());
  }

  private <A extends Attribute> Optional<A> attribute(
      String attribute, Class<A> type, String expected) {
    Optional<Attribute> value = Optional.ofNullable(attributes.get(attribute));
    if (value.isPresent() && !type.isInstance(value.get())) {
      throw new ProblemException(
          ProblemException.Kind.MODEL,
          new Problem(
              "node " + this, "attribute '" + attribute + "' is of another type", expected));
    }
    return value.map(type::cast);
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
