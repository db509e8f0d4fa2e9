package dev.pluto.engine.fuzz;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.pluto.engine.analysis.RandomGraphs;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.operator.RandomNodes;
import dev.pluto.spi.graph.Graph;

/** Sound models that fuzzing starts from: small networks, and single nodes of all families. */
final class SeedModels {
  /** How many there are. */
  static final int COUNT = 512;

  private static final int NODES = 384;

  private SeedModels() {}

  /** The model of a number below {@link #COUNT}. */
  static ModelProto of(int number) {
    try {
      return ModelProto.parseFrom(bytes(number));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /** The same as the bytes of a file. */
  static byte[] bytes(int number) {
    Graph graph = number < NODES ? RandomNodes.graph(number) : RandomGraphs.graph(number);
    return OnnxWriter.write(graph);
  }
}
