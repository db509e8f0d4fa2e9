package dev.pluto.spi.graph;

import dev.pluto.spi.Api;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An immutable model. Values are named as in ONNX; nodes are in an order in which every value is
 * produced before it is used; node names are unique.
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public final class Graph {
  private final String name;
  private final List<ValueInfo> inputs;
  private final List<ValueInfo> outputs;
  private final Map<String, Tensor> initializers;
  private final List<Node> nodes;
  private final Map<String, Quantization> quantizations;
  private final Map<String, Long> opsets;
  private final Map<String, String> metadata;
  private final Set<String> outputNames = new HashSet<>();
  private final Map<String, Node> producers = new HashMap<>();
  private final Map<String, List<Node>> consumers = new HashMap<>();

  private Graph(Builder b) {
    name = b.name;
    inputs = List.copyOf(b.inputs);
    outputs = List.copyOf(b.outputs);
    initializers = Collections.unmodifiableMap(new LinkedHashMap<>(b.initializers));
    nodes = List.copyOf(b.nodes);
    quantizations = Collections.unmodifiableMap(new LinkedHashMap<>(b.quantizations));
    opsets = Collections.unmodifiableMap(new LinkedHashMap<>(b.opsets));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(b.metadata));
    outputs.forEach(output -> outputNames.add(output.name()));
    for (Node node : nodes) {
      for (String output : node.outputs()) {
        if (!output.isEmpty() && producers.put(output, node) != null) {
          throw new IllegalArgumentException("value '" + output + "' is produced twice");
        }
      }
      node.inputs().forEach(input -> addConsumer(input, node));
      node.captures().forEach(value -> addConsumer(value, node));
    }
  }

  private void addConsumer(String value, Node node) {
    if (!value.isEmpty()) {
      List<Node> users = consumers.computeIfAbsent(value, k -> new ArrayList<>());
      if (users.isEmpty() || !users.get(users.size() - 1).name().equals(node.name())) {
        users.add(node);
      }
    }
  }

  /** Name of the graph. */
  public String name() {
    return name;
  }

  /** The inputs that the caller feeds, without initializers. */
  public List<ValueInfo> inputs() {
    return inputs;
  }

  /** The outputs. */
  public List<ValueInfo> outputs() {
    return outputs;
  }

  /** Constants by name, in file order. */
  public Map<String, Tensor> initializers() {
    return initializers;
  }

  /** The nodes in execution order. */
  public List<Node> nodes() {
    return nodes;
  }

  /** The tensors (values and initializers, by name) that are not in the precision of their type. */
  public Map<String, Quantization> quantizations() {
    return quantizations;
  }

  /** Operator set version by domain. */
  public Map<String, Long> opsets() {
    return opsets;
  }

  /** Free texts that travel in the file. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The constant of this name, if there is one. */
  public Optional<Tensor> initializer(String tensor) {
    return Optional.ofNullable(initializers.get(tensor));
  }

  /** The quantization of a value or an initializer, if it has one. */
  public Optional<Quantization> quantization(String tensor) {
    return Optional.ofNullable(quantizations.get(tensor));
  }

  /** The node that produces a value; empty for graph inputs and initializers. */
  public Optional<Node> producer(String value) {
    return Optional.ofNullable(producers.get(value));
  }

  /** The nodes that use a value as an input or in a subgraph, each once, in execution order. */
  public List<Node> consumers(String value) {
    return Collections.unmodifiableList(consumers.getOrDefault(value, List.of()));
  }

  /** Whether a value is a graph output. */
  public boolean isOutput(String value) {
    return outputNames.contains(value);
  }

  /** A builder that starts as this graph. */
  public Builder toBuilder() {
    Builder b = new Builder(name);
    b.inputs.addAll(inputs);
    b.outputs.addAll(outputs);
    b.initializers.putAll(initializers);
    b.nodes.addAll(nodes);
    b.quantizations.putAll(quantizations);
    b.opsets.putAll(opsets);
    b.metadata.putAll(metadata);
    return b;
  }

  /** An empty builder. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** Collects the parts of a graph. */
  public static final class Builder {
    private String name;
    private final List<ValueInfo> inputs = new ArrayList<>();
    private final List<ValueInfo> outputs = new ArrayList<>();
    private final Map<String, Tensor> initializers = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Quantization> quantizations = new LinkedHashMap<>();
    private final Map<String, Long> opsets = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private Builder(String name) {
      this.name = name;
    }

    /** Renames the graph. */
    public Builder name(String newName) {
      name = newName;
      return this;
    }

    /** Adds an input. */
    public Builder input(ValueInfo input) {
      inputs.add(input);
      return this;
    }

    /** Replaces all inputs. */
    public Builder inputs(Collection<ValueInfo> newInputs) {
      List<ValueInfo> copy = List.copyOf(newInputs);
      inputs.clear();
      inputs.addAll(copy);
      return this;
    }

    /** Adds an output. */
    public Builder output(ValueInfo output) {
      outputs.add(output);
      return this;
    }

    /** Replaces all outputs. */
    public Builder outputs(Collection<ValueInfo> newOutputs) {
      List<ValueInfo> copy = List.copyOf(newOutputs);
      outputs.clear();
      outputs.addAll(copy);
      return this;
    }

    /** Adds or replaces a constant. */
    public Builder initializer(String tensor, Tensor value) {
      initializers.put(tensor, value);
      return this;
    }

    /** Removes a constant. */
    public Builder removeInitializer(String tensor) {
      initializers.remove(tensor);
      return this;
    }

    /** Appends a node. */
    public Builder node(Node node) {
      nodes.add(node);
      return this;
    }

    /** Replaces all nodes. */
    public Builder nodes(Collection<Node> newNodes) {
      List<Node> copy = List.copyOf(newNodes);
      nodes.clear();
      nodes.addAll(copy);
      return this;
    }

    /** Sets the quantization of a tensor. */
    public Builder quantization(String tensor, Quantization quantization) {
      quantizations.put(tensor, quantization);
      return this;
    }

    /** Replaces all quantizations. */
    public Builder quantizations(Map<String, Quantization> newQuantizations) {
      Map<String, Quantization> copy = new LinkedHashMap<>(newQuantizations);
      quantizations.clear();
      quantizations.putAll(copy);
      return this;
    }

    /** Sets the operator set version of a domain. */
    public Builder opset(String domain, long version) {
      opsets.put(domain, version);
      return this;
    }

    /** Removes a domain from the operator sets. */
    public Builder removeOpset(String domain) {
      opsets.remove(domain);
      return this;
    }

    /** Sets a free text. */
    public Builder metadata(String key, String value) {
      metadata.put(key, value);
      return this;
    }

    /**
     * The graph.
     *
     * @throws IllegalArgumentException if a value is produced twice
     */
    public Graph build() {
      return new Graph(this);
    }
  }
}
