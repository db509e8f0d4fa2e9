package dev.pluto.plugins.sequence.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import javax.sound.sampled.AudioFormat.Encoding;

/** How a number stands for a sample from -1 to 1. */
enum SampleCoding {
  UNSIGNED_8,
  SIGNED_8,
  SIGNED_16,
  SIGNED_24,
  SIGNED_32,
  FLOAT_32,
  FLOAT_64;

  /** By the number of bytes. */
  private static final List<SampleCoding> SIGNED =
      List.of(SIGNED_8, SIGNED_16, SIGNED_24, SIGNED_32);

  /**
   * The coding of samples.
   *
   * @param width bytes per sample
   * @throws IOException if there is none
   */
  static SampleCoding of(Encoding encoding, int width) throws IOException {
    if (encoding.equals(Encoding.PCM_UNSIGNED) && width == 1) {
      return UNSIGNED_8;
    }
    if (encoding.equals(Encoding.PCM_FLOAT) && (width == 4 || width == 8)) {
      return width == 4 ? FLOAT_32 : FLOAT_64;
    }
    if (encoding.equals(Encoding.PCM_SIGNED) && width >= 1 && width <= SIGNED.size()) {
      return SIGNED.get(width - 1);
    }
    throw new IOException("samples of %d bytes, %s, are not read".formatted(width, encoding));
  }

  /** The sample that begins at a byte. */
  double at(ByteBuffer data, int at) {
    return switch (this) {
      case UNSIGNED_8 -> ((data.get(at) & 0xFF) - 128) / 128.0;
      case SIGNED_8 -> data.get(at) / 128.0;
      case SIGNED_16 -> data.getShort(at) / 32_768.0;
      case SIGNED_24 -> signed24(data, at) / 8_388_608.0;
      case SIGNED_32 -> data.getInt(at) / 2_147_483_648.0;
      case FLOAT_32 -> data.getFloat(at);
      case FLOAT_64 -> data.getDouble(at);
    };
  }

  private static int signed24(ByteBuffer data, int at) {
    boolean bigEndian = data.order() == ByteOrder.BIG_ENDIAN;
    int high = data.get(bigEndian ? at : at + 2);
    int low = data.get(bigEndian ? at + 2 : at) & 0xFF;
    return high << 16 | (data.get(at + 1) & 0xFF) << 8 | low;
  }
}
