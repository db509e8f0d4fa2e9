package dev.pluto.engine.onnx;

import java.util.NavigableMap;
import java.util.TreeMap;

/** Versions of the file format (IR) and of ONNX's operators that belong together. */
final class Versions {
  /** The newest that ONNX Runtime, which verifies every result, can run. */
  private static final long NEWEST_IR = 13;

  private static final long NEWEST_OPSET = 26;

  /** The first operator set of which all operators name their set. */
  private static final long OLDEST_IR = 3;

  /** From the operator set version on, the IR version that ONNX released with it. */
  private static final NavigableMap<Long, Long> IR_OF_OPSET = new TreeMap<>();

  static {
    // 4 and not 3 for the oldest: since 4 an initializer need not be an input and is a constant.
    IR_OF_OPSET.put(1L, 4L);
    IR_OF_OPSET.put(10L, 5L);
    IR_OF_OPSET.put(11L, 6L);
    IR_OF_OPSET.put(12L, 7L);
    IR_OF_OPSET.put(15L, 8L);
    IR_OF_OPSET.put(19L, 9L);
    IR_OF_OPSET.put(21L, 10L);
    IR_OF_OPSET.put(23L, 11L);
    IR_OF_OPSET.put(24L, 12L);
    IR_OF_OPSET.put(25L, 13L);
  }

  private Versions() {}

  /** Reports a file format that is not supported. */
  static void checkIr(long ir, ModelProblems problems) {
    if (ir < OLDEST_IR || ir > NEWEST_IR) {
      problems.add(
          "", "has IR version %d; %d to %d are supported".formatted(ir, OLDEST_IR, NEWEST_IR));
    }
  }

  /** Reports a version of ONNX's operators that is not supported. */
  static void checkOpset(long opset, ModelProblems problems) {
    if (opset < 1 || opset > NEWEST_OPSET) {
      problems.add("", "has operator set %d; 1 to %d are supported".formatted(opset, NEWEST_OPSET));
    }
  }

  /** The IR version to write for a version of ONNX's operators. */
  static long irOf(long opset) {
    return IR_OF_OPSET.floorEntry(opset).getValue();
  }
}
