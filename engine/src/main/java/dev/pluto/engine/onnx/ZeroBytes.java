package dev.pluto.engine.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;

/** Byte strings of any length that take no memory of that length: a tree over one shared block. */
final class ZeroBytes {
  private static final int BLOCK = 1 << 16;
  private static final ByteString ZEROS = UnsafeByteOperations.unsafeWrap(new byte[BLOCK]);

  private ZeroBytes() {}

  /** So many zero bytes, fewer than 2 GiB. */
  static ByteString of(long length) {
    ByteString power = ZEROS;
    long remaining = length;
    ByteString result = ZEROS.substring(0, (int) (remaining % BLOCK));
    for (remaining /= BLOCK; remaining > 0; remaining /= 2) {
      if (remaining % 2 == 1) {
        result = result.concat(power);
      }
      power = remaining > 1 ? power.concat(power) : power;
    }
    return result;
  }
}
