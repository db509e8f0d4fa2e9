package dev.pluto.engine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Node;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Nodes with branches of one operator each. */
public final class Branches {
  private Branches() {}

  /** Relu of a value where a condition holds, its negative where it does not. */
  public static Node reluOrNegative(String name, String condition, String value, String result) {
    return new Node(
        name,
        "",
        "If",
        List.of(condition),
        List.of(result),
        Map.of(
            "then_branch", branch("then_branch", "Relu", value, result + "_then"),
            "else_branch", branch("else_branch", "Neg", value, result + "_else")));
  }

  private static Attribute branch(String name, String opType, String value, String result) {
    TypeProto floats =
        TypeProto.newBuilder()
            .setTensorType(TypeProto.Tensor.newBuilder().setElemType(DataType.FLOAT.onnx()))
            .build();
    AttributeProto attribute =
        AttributeProto.newBuilder()
            .setName(name)
            .setType(AttributeProto.AttributeType.GRAPH)
            .setG(
                GraphProto.newBuilder()
                    .setName(result)
                    .addNode(
                        NodeProto.newBuilder().setOpType(opType).addInput(value).addOutput(result))
                    .addOutput(ValueInfoProto.newBuilder().setName(result).setType(floats)))
            .build();
    return new Attribute.Opaque(ByteBuffer.wrap(attribute.toByteArray()), List.of(value));
  }
}
