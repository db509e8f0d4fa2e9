package dev.pluto.engine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import com.google.protobuf.ByteString;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import java.nio.ByteBuffer;

/** Attributes of nodes; what Pluto never looks into is carried as bytes. */
final class AttributeDecoder {
  private final ModelProblems problems;
  private final TensorDecoder tensors;

  AttributeDecoder(ModelProblems problems, TensorDecoder tensors) {
    this.problems = problems;
    this.tensors = tensors;
  }

  /**
   * Decodes an attribute.
   *
   * @param node place of the node, for problems
   */
  Attribute decode(AttributeProto attribute, String node) {
    String place = node + ", attribute '" + attribute.getName() + "'";
    if (attribute.hasRefAttrName()) {
      throw problems.fatal(place, "refers to an attribute of a function, outside of any function");
    }
    return switch (type(attribute)) {
      case FLOAT -> new Attribute.FloatValue(attribute.getF());
      case INT -> new Attribute.IntValue(attribute.getI());
      case FLOATS -> new Attribute.Floats(attribute.getFloatsList());
      case INTS -> new Attribute.Ints(attribute.getIntsList());
      case STRING ->
          attribute.getS().isValidUtf8()
              ? new Attribute.Text(attribute.getS().toStringUtf8())
              : opaque(attribute, place);
      case STRINGS ->
          attribute.getStringsList().stream().allMatch(ByteString::isValidUtf8)
              ? new Attribute.Texts(
                  attribute.getStringsList().stream().map(ByteString::toStringUtf8).toList())
              : opaque(attribute, place);
      case TENSOR ->
          attribute.getT().getDataType() == DataType.STRING.onnx()
              ? opaque(attribute, place)
              : new Attribute.TensorValue(tensors.decode(attribute.getT(), place));
      case UNDEFINED -> throw problems.fatal(place, "has no type");
      default -> opaque(attribute, place);
    };
  }

  /** The declared type, or what the oldest files, which declare none, evidently mean. */
  private static AttributeType type(AttributeProto attribute) {
    if (attribute.getType() != AttributeType.UNDEFINED) {
      return attribute.getType();
    }
    if (attribute.hasF()) {
      return AttributeType.FLOAT;
    }
    if (attribute.hasI()) {
      return AttributeType.INT;
    }
    if (attribute.hasS()) {
      return AttributeType.STRING;
    }
    if (attribute.hasT()) {
      return AttributeType.TENSOR;
    }
    if (attribute.hasG()) {
      return AttributeType.GRAPH;
    }
    if (attribute.getFloatsCount() > 0) {
      return AttributeType.FLOATS;
    }
    if (attribute.getIntsCount() > 0) {
      return AttributeType.INTS;
    }
    if (attribute.getStringsCount() > 0) {
      return AttributeType.STRINGS;
    }
    return AttributeType.UNDEFINED;
  }

  private Attribute opaque(AttributeProto attribute, String place) {
    if (Subgraphs.hasExternalData(attribute)) {
      throw problems.fatal(place, "a subgraph with tensors in other files is not supported");
    }
    return new Attribute.Opaque(
        ByteBuffer.wrap(attribute.toByteArray()).asReadOnlyBuffer(), Subgraphs.captures(attribute));
  }
}
