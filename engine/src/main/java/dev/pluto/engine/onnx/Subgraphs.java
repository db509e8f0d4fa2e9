package dev.pluto.engine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.pluto.spi.graph.Attribute;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What subgraphs, which are carried unread, need from the graph around them. */
final class Subgraphs {
  private Subgraphs() {}

  /** Names of outer values that the subgraphs of an attribute read, each once, in file order. */
  static List<String> captures(AttributeProto attribute) {
    Set<String> captured = new LinkedHashSet<>();
    of(attribute).forEach(g -> captured.addAll(captures(g)));
    return List.copyOf(captured);
  }

  /** The attribute with other names for the outer values that its subgraphs read. */
  static Attribute renamed(Attribute attribute, UnaryOperator<String> names) {
    if (!(attribute instanceof Attribute.Opaque opaque)
        || opaque.captures().stream().allMatch(c -> c.equals(names.apply(c)))) {
      return attribute;
    }
    AttributeProto.Builder proto = parse(opaque).toBuilder();
    Set<String> captured = Set.copyOf(opaque.captures());
    UnaryOperator<String> outer = value -> captured.contains(value) ? names.apply(value) : value;
    if (proto.hasG()) {
      rename(proto.getGBuilder(), outer);
    }
    proto.getGraphsBuilderList().forEach(g -> rename(g, outer));
    AttributeProto built = proto.build();
    return new Attribute.Opaque(
        ByteBuffer.wrap(built.toByteArray()).asReadOnlyBuffer(), captures(built));
  }

  /** The message of an attribute that is carried as bytes, which were read from a file before. */
  static AttributeProto parse(Attribute.Opaque attribute) {
    try {
      return AttributeProto.parseFrom(attribute.attributeProto().duplicate());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an attribute that was read cannot be read again", e);
    }
  }

  /** Outer names are never defined again inside: ONNX forbids it, and ONNX Runtime checks it. */
  private static void rename(GraphProto.Builder graph, UnaryOperator<String> names) {
    for (NodeProto.Builder node : graph.getNodeBuilderList()) {
      for (int i = 0; i < node.getInputCount(); i++) {
        node.setInput(i, names.apply(node.getInput(i)));
      }
      for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
        if (attribute.hasG()) {
          rename(attribute.getGBuilder(), names);
        }
        attribute.getGraphsBuilderList().forEach(g -> rename(g, names));
      }
    }
    graph.getOutputBuilderList().forEach(output -> output.setName(names.apply(output.getName())));
  }

  /** Whether a tensor in an attribute lies in a file of its own. */
  static boolean hasExternalData(AttributeProto attribute) {
    Stream<TensorProto> tensors =
        Stream.of(
                Stream.of(attribute.getT()),
                attribute.getTensorsList().stream(),
                of(attribute).stream().flatMap(g -> g.getInitializerList().stream()))
            .flatMap(s -> s);
    return tensors.anyMatch(t -> t.getDataLocation() == TensorProto.DataLocation.EXTERNAL)
        || of(attribute).stream()
            .flatMap(g -> g.getNodeList().stream())
            .flatMap(n -> n.getAttributeList().stream())
            .anyMatch(Subgraphs::hasExternalData);
  }

  private static List<GraphProto> of(AttributeProto attribute) {
    List<GraphProto> graphs = new ArrayList<>(attribute.getGraphsList());
    if (attribute.hasG()) {
      graphs.add(attribute.getG());
    }
    return graphs;
  }

  private static Set<String> captures(GraphProto graph) {
    Set<String> read = new LinkedHashSet<>();
    Set<String> own = new LinkedHashSet<>(List.of(""));
    graph.getInputList().stream().map(ValueInfoProto::getName).forEach(own::add);
    graph.getInitializerList().stream().map(TensorProto::getName).forEach(own::add);
    graph.getSparseInitializerList().forEach(s -> own.add(s.getValues().getName()));
    for (NodeProto node : graph.getNodeList()) {
      read.addAll(node.getInputList());
      own.addAll(node.getOutputList());
      node.getAttributeList().forEach(a -> read.addAll(captures(a)));
    }
    graph.getOutputList().stream().map(ValueInfoProto::getName).forEach(read::add);
    read.removeAll(own);
    return read;
  }
}
