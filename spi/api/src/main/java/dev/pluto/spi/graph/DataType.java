package dev.pluto.spi.graph;

import dev.pluto.spi.Api;
import java.util.Arrays;
import java.util.Optional;

/** Element types of ONNX tensors, with ONNX's own numbers. */
@Api(status = Api.Status.STABLE, since = "0.1")
public enum DataType {
  FLOAT(1, 32),
  UINT8(2, 8),
  INT8(3, 8),
  UINT16(4, 16),
  INT16(5, 16),
  INT32(6, 32),
  INT64(7, 64),
  STRING(8, 64),
  BOOL(9, 8),
  FLOAT16(10, 16),
  DOUBLE(11, 64),
  UINT32(12, 32),
  UINT64(13, 64),
  COMPLEX64(14, 64),
  COMPLEX128(15, 128),
  BFLOAT16(16, 16),
  FLOAT8E4M3FN(17, 8),
  FLOAT8E4M3FNUZ(18, 8),
  FLOAT8E5M2(19, 8),
  FLOAT8E5M2FNUZ(20, 8),
  UINT4(21, 4),
  INT4(22, 4);

  private final int onnx;
  private final int bits;

  DataType(int onnx, int bits) {
    this.onnx = onnx;
    this.bits = bits;
  }

  /** The number that ONNX's {@code TensorProto.DataType} gives this type. */
  public int onnx() {
    return onnx;
  }

  /** Bits per element as stored; 4-bit types are packed two to a byte. */
  public int bits() {
    return bits;
  }

  /** Bytes that {@code elements} elements take when packed. */
  public long bytes(long elements) {
    return Math.addExact(Math.multiplyExact(elements, (long) bits), 7) / 8;
  }

  /** Whether the forward pass computes with it in floating point. */
  public boolean isFloat() {
    return this == FLOAT || this == FLOAT16 || this == DOUBLE || this == BFLOAT16;
  }

  /** The type with this ONNX number, if there is one. */
  public static Optional<DataType> ofOnnx(int number) {
    return Arrays.stream(values()).filter(t -> t.onnx == number).findFirst();
  }
}
