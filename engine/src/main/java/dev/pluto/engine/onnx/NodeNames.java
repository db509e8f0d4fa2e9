package dev.pluto.engine.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Unique names for the nodes of a file. A node whose name is missing or taken is named after its
 * operator and its position in the file, which is the same whenever the file is read.
 */
final class NodeNames {
  private final List<String> names = new ArrayList<>();

  NodeNames(List<NodeProto> nodes) {
    Set<String> given = new HashSet<>();
    nodes.forEach(n -> given.add(n.getName()));
    Set<String> used = new HashSet<>(Set.of(""));
    for (int i = 0; i < nodes.size(); i++) {
      String name = nodes.get(i).getName();
      if (!used.add(name)) {
        name = nodes.get(i).getOpType() + "_" + i;
        while (given.contains(name) || !used.add(name)) {
          name += "_";
        }
      }
      names.add(name);
    }
  }

  /** Name of the node at a position in the file. */
  String of(int index) {
    return names.get(index);
  }
}
