package dev.pluto.engine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
