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

  /** Axes of a tensor; other software allows fewer. */
  static final int RANK = 64;

  private static final long LARGEST_FILE = Integer.MAX_VALUE - 8L;
  private static final int NODES = 200_000;
  private static final int PARTS = 4_000_000;

  /** Weights are there at least this often at a time: as given, as folded, and while computing. */
  private static final int COPIES = 3;

  private static final Descriptor NODE =
      GraphProto.getDescriptor().findFieldByName("node").getMessageType();

  private final ModelProblems problems;
  private int nodes;
  private int parts;

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

  /** Checks that a file of a size can be read: as ONNX, and by this process. */
  static void checkSize(long size, ModelProblems problems) {
    if (size > LARGEST_FILE) {
      throw problems.fatal("", "is larger than 2 GiB");
    }
    long memory = Runtime.getRuntime().maxMemory();
    if (size > memory / COPIES) {
      throw problems.fatal(
          "",
          "takes %d MB, too much for the %d MB of memory of this process (PLUTO_JAVA_OPTIONS=-Xmx8g gives more)"
              .formatted(size >> 20, memory >> 20));
    }
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
        if (field != null && field.getJavaType() == FieldDescriptor.JavaType.STRING) {
          countPart();
        }
        in.skipField(tag);
      }
    }
  }

  /** A name of one letter takes three bytes here and fifty as an object. */
  private void countPart() {
    if (++parts > PARTS) {
      throw problems.fatal("", "has more than " + PARTS + " parts");
    }
  }

  private void count(Descriptor type, int depth) {
    if (depth > DEPTH) {
      throw problems.fatal("", "nests deeper than " + DEPTH + " levels");
    }
    countPart();
    if (type.equals(NODE) && ++nodes > NODES) {
      throw problems.fatal("", "has more than " + NODES + " nodes");
    }
  }
}
