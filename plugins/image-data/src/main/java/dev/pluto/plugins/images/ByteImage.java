package dev.pluto.plugins.images;

/**
 * An 8-bit image, grey or RGB.
 *
 * @param channels 1 for grey, 3 for red, green, blue
 * @param height rows
 * @param width columns
 * @param planes samples channel by channel, row by row; nobody changes them
 */
@SuppressWarnings("ArrayRecordComponent") // pixels of many images: no boxed lists, never compared
public record ByteImage(int channels, int height, int width, byte[] planes) {
  /** Refuses sizes that do not fit the samples. */
  public ByteImage {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(channels + " channels");
    }
    if (planes.length != channels * height * width) {
      throw new IllegalArgumentException(
          "%d samples for %dx%dx%d".formatted(planes.length, channels, height, width));
    }
  }

  /** A sample, 0 to 255. */
  public int at(int channel, int y, int x) {
    return planes[(channel * height + y) * width + x] & 0xFF;
  }

  /** The part of {@code newHeight} rows and {@code newWidth} columns whose corner is (y, x). */
  public ByteImage crop(int y, int x, int newHeight, int newWidth) {
    if (y < 0 || x < 0 || y + newHeight > height || x + newWidth > width) {
      throw new IllegalArgumentException(
          "%dx%d at (%d, %d) of %dx%d".formatted(newHeight, newWidth, y, x, height, width));
    }
    if (newHeight == height && newWidth == width) {
      return this;
    }
    byte[] out = new byte[channels * newHeight * newWidth];
    for (int c = 0; c < channels; c++) {
      for (int row = 0; row < newHeight; row++) {
        System.arraycopy(
            planes,
            (c * height + y + row) * width + x,
            out,
            (c * newHeight + row) * newWidth,
            newWidth);
      }
    }
    return new ByteImage(channels, newHeight, newWidth, out);
  }

  /**
   * The part of {@code newHeight} rows and {@code newWidth} columns whose corner is (y, x), which
   * may reach beyond the image: black is there.
   */
  public ByteImage window(int y, int x, int newHeight, int newWidth) {
    byte[] out = new byte[channels * newHeight * newWidth];
    int left = Math.max(0, x);
    int columns = Math.min(width, x + newWidth) - left;
    if (columns > 0) {
      for (int c = 0; c < channels; c++) {
        for (int row = Math.max(0, y); row < Math.min(height, y + newHeight); row++) {
          System.arraycopy(
              planes,
              (c * height + row) * width + left,
              out,
              (c * newHeight + row - y) * newWidth + left - x,
              columns);
        }
      }
    }
    return new ByteImage(channels, newHeight, newWidth, out);
  }

  /** Moved down and to the right by so many pixels; black comes in. */
  public ByteImage shifted(int down, int right) {
    byte[] out = new byte[planes.length];
    int fromX = Math.max(0, -right);
    int columns = width - Math.abs(right);
    if (columns > 0) {
      for (int c = 0; c < channels; c++) {
        for (int y = Math.max(0, down); y < Math.min(height, height + down); y++) {
          int source = (c * height + y - down) * width + fromX;
          System.arraycopy(planes, source, out, (c * height + y) * width + fromX + right, columns);
        }
      }
    }
    return new ByteImage(channels, height, width, out);
  }

  /** Left and right exchanged. */
  public ByteImage mirrored() {
    byte[] out = new byte[planes.length];
    for (int row = 0; row < channels * height; row++) {
      for (int x = 0; x < width; x++) {
        out[row * width + x] = planes[row * width + width - 1 - x];
      }
    }
    return new ByteImage(channels, height, width, out);
  }

  /** Rows and columns exchanged. */
  public ByteImage transposed() {
    byte[] out = new byte[planes.length];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          out[(c * width + x) * height + y] = planes[(c * height + y) * width + x];
        }
      }
    }
    return new ByteImage(channels, width, height, out);
  }

  /**
   * One of the eight flips and rotations.
   *
   * @param which 0 to 7: the bit 1 exchanges left and right, 2 top and bottom, 4 rows and columns
   */
  public ByteImage turned(int which) {
    ByteImage image = (which & 1) != 0 ? mirrored() : this;
    image = (which & 2) != 0 ? image.transposed().mirrored().transposed() : image;
    return (which & 4) != 0 ? image.transposed() : image;
  }

  /**
   * With one channel or three. Grey is the usual luma (299 R + 587 G + 114 B) / 1000, rounded; a
   * grey image becomes three equal planes.
   */
  public ByteImage withChannels(int wanted) {
    if (wanted == channels) {
      return this;
    }
    int plane = height * width;
    byte[] out = new byte[wanted * plane];
    for (int i = 0; i < plane; i++) {
      if (wanted == 1) {
        int red = planes[i] & 0xFF;
        int green = planes[plane + i] & 0xFF;
        int blue = planes[2 * plane + i] & 0xFF;
        out[i] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
      } else {
        for (int c = 0; c < wanted; c++) {
          out[c * plane + i] = planes[i];
        }
      }
    }
    return new ByteImage(wanted, height, width, out);
  }
}
