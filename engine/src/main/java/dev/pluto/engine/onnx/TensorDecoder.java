package dev.pluto.engine.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntToLongFunction;

/**
 * Tensors of a model file. Packed elements are shared with the bytes of the file, typed ones are
 * copied; the number of elements is checked against the shape before anything is allocated.
 */
final class TensorDecoder {
  private final ModelProblems problems;
  private final ExternalData external;
  private long available = Integer.MAX_VALUE;

  TensorDecoder(ModelProblems problems, ExternalData external) {
    this.problems = problems;
    this.external = external;
  }

  /**
   * Decodes a tensor.
   *
   * @param place where it stands, for problems
   */
  Tensor decode(TensorProto tensor, String place) {
    DataType type =
        DataType.ofOnnx(tensor.getDataType())
            .orElseThrow(
                () -> problems.fatal(place, "unknown element type " + tensor.getDataType()));
    if (type == DataType.STRING) {
      throw problems.fatal(place, "tensors of texts are not supported");
    }
    if (tensor.hasSegment()) {
      throw problems.fatal(place, "tensors in segments are not supported");
    }
    Shape shape = shape(tensor, place);
    int bytes = bytes(type, shape, place);
    return Tensor.of(type, shape, elements(tensor, type, shape, bytes, place));
  }

  private Shape shape(TensorProto tensor, String place) {
    if (tensor.getDimsCount() > ParseLimits.RANK) {
      throw problems.fatal(
          place,
          "%d axes; up to %d are allowed".formatted(tensor.getDimsCount(), ParseLimits.RANK));
    }
    for (long size : tensor.getDimsList()) {
      if (size < 0) {
        throw problems.fatal(place, "negative size " + size);
      }
    }
    return Shape.of(tensor.getDimsList());
  }

  /** Bytes of the tensor; all tensors together must fit into the one file that is written later. */
  private int bytes(DataType type, Shape shape, String place) {
    long bytes;
    try {
      bytes = type.bytes(shape.elements());
    } catch (ArithmeticException e) {
      bytes = Long.MAX_VALUE;
    }
    if (bytes > available) {
      throw problems.fatal(place, "the model's tensors take more than 2 GiB");
    }
    available -= bytes;
    return (int) bytes;
  }

  private ByteBuffer elements(
      TensorProto tensor, DataType type, Shape shape, int bytes, String place) {
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      return external.read(tensor, bytes, place);
    }
    if (tensor.hasRawData()) {
      requireCount(tensor.getRawData().size(), bytes, "bytes", shape, place);
      return tensor.getRawData().asReadOnlyByteBuffer();
    }
    int width = Math.max(1, type.bits() / 8);
    return switch (type) {
      case FLOAT, COMPLEX64 ->
          numbers(
              tensor.getFloatDataCount(),
              i -> Float.floatToRawIntBits(tensor.getFloatData(i)),
              new Packing(4, bytes),
              shape,
              place);
      case DOUBLE, COMPLEX128 ->
          numbers(
              tensor.getDoubleDataCount(),
              i -> Double.doubleToRawLongBits(tensor.getDoubleData(i)),
              new Packing(8, bytes),
              shape,
              place);
      case INT64 ->
          numbers(
              tensor.getInt64DataCount(),
              tensor::getInt64Data,
              new Packing(width, bytes),
              shape,
              place);
      case UINT32, UINT64 ->
          numbers(
              tensor.getUint64DataCount(),
              tensor::getUint64Data,
              new Packing(width, bytes),
              shape,
              place);
      // The narrow types; of the 4-bit ones a number holds a byte of two elements.
      default ->
          numbers(
              tensor.getInt32DataCount(),
              tensor::getInt32Data,
              new Packing(width, bytes),
              shape,
              place);
    };
  }

  /** Bytes per number of a typed field, and of the whole tensor. */
  private record Packing(int width, int bytes) {}

  private ByteBuffer numbers(
      int count, IntToLongFunction bits, Packing packing, Shape shape, String place) {
    requireCount(count, packing.bytes / packing.width, "numbers", shape, place);
    ByteBuffer out = ByteBuffer.allocate(packing.bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      put(out, packing.width, bits.applyAsLong(i));
    }
    return out.flip();
  }

  private static void put(ByteBuffer out, int width, long value) {
    switch (width) {
      case 1 -> out.put((byte) value);
      case 2 -> out.putShort((short) value);
      case 4 -> out.putInt((int) value);
      default -> out.putLong(value);
    }
  }

  private void requireCount(int actual, int expected, String what, Shape shape, String place) {
    if (actual != expected) {
      throw problems.fatal(
          place, "shape %s takes %d %s, got %d".formatted(shape, expected, what, actual));
    }
  }
}
