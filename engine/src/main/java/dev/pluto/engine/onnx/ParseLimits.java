package dev.pluto.engine.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * Walks the wire format of a model without building it. A message of two bytes becomes an object of
 * a hundred, so a small hostile file could exhaust the memory: what is counted here is refused
 * before the parser allocates it.
 */
final class ParseLimits {
  /** Nested messages; a subgraph takes three of them. */
  static final int DEPTH = 64;

  private static final int NODES = 200_000;
  private static final int MESSAGES = 4_000_000;
  private static final Descriptor NODE =
      GraphProto.getDescriptor().findFieldByName("node").getMessageType();

  private final ModelProblems problems;
  private int nodes;
  private int messages;

  private ParseLimits(ModelProblems problems) {
    this.problems = problems;
  }

  /**
   * Checks the bytes of a model.
   *
   * @throws IOException if they are not in protobuf's wire format
   */
  static void check(ByteString bytes, ModelProblems problems) throws IOException {
    new ParseLimits(problems).walk(bytes.newCodedInput(), ModelProto.getDescriptor(), 1);
  }

  private void walk(CodedInputStream in, Descriptor type, int depth) throws IOException {
    count(type, depth);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      boolean message =
          field != null
              && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
              && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      if (message) {
        int outer = in.pushLimit(in.readRawVarint32());
        walk(in, field.getMessageType(), depth + 1);
        in.checkLastTagWas(0);
        in.popLimit(outer);
      } else {
        in.skipField(tag);
      }
    }
  }

  private void count(Descriptor type, int depth) {
    if (depth > DEPTH) {
      throw problems.fatal("", "nests deeper than " + DEPTH + " levels");
    }
    if (++messages > MESSAGES) {
      throw problems.fatal("", "has more than " + MESSAGES + " parts");
    }
    if (type.equals(NODE) && ++nodes > NODES) {
      throw problems.fatal("", "has more than " + NODES + " nodes");
    }
  }
}
