package dev.pluto.plugins.images;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads image files with the JDK's decoders: BMP, GIF, JPEG, PNG and TIFF. */
public final class ImageFile {
  /** What {@link #read} can decode, for error messages. */
  public static final String FORMATS = "BMP, GIF, JPEG, PNG and TIFF";

  private static final Set<String> EXTENSIONS =
      Set.of("bmp", "gif", "jpg", "jpeg", "png", "tif", "tiff");

  /** Usual image files that the JDK has no decoder for. */
  private static final Set<String> UNREADABLE =
      Set.of("webp", "avif", "heic", "heif", "jp2", "jxl", "ppm", "pgm", "tga", "exr");

  /** More is taken for a damaged header: a decoder would allocate it before it reads a pixel. */
  private static final long MOST_PIXELS = 200_000_000;

  private ImageFile() {}

  /** Size of an image. */
  public record Size(int height, int width) {
    /** Height × width. */
    public long pixels() {
      return (long) height * width;
    }
  }

  /** Whether the name is that of an image, of a readable kind or not. */
  public static boolean isNamedLikeImage(Path file) {
    String extension = extension(file);
    return EXTENSIONS.contains(extension) || UNREADABLE.contains(extension);
  }

  /** Size as the file's header gives it; nothing is decoded. */
  public static Size size(Path file) {
    return withReader(file, ImageFile::checkedSize);
  }

  /**
   * Decodes a file. Transparency is dropped, 16-bit samples lose their lower half; grey files give
   * one channel, all others three.
   *
   * @throws ProblemException naming the file and what is wrong with it
   */
  public static ByteImage read(Path file) {
    return withReader(
        file,
        reader -> {
          checkedSize(reader);
          List<String> warnings = new ArrayList<>();
          reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
          BufferedImage decoded = reader.read(0);
          for (String warning : warnings) {
            if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
              throw new IOException("the file ends before the image does");
            }
          }
          return convert(decoded);
        });
  }

  private static Size checkedSize(ImageReader reader) throws IOException {
    Size size = new Size(reader.getHeight(0), reader.getWidth(0));
    if (size.pixels() == 0 || size.pixels() > MOST_PIXELS) {
      throw new IOException(
          "%dx%d pixels, more than %d are not read"
              .formatted(size.width(), size.height(), MOST_PIXELS));
    }
    return size;
  }

  /**
   * Grey samples are taken as they are: {@code getRGB} would convert them between colour spaces and
   * change their values.
   */
  private static ByteImage convert(BufferedImage image) {
    int height = image.getHeight();
    int width = image.getWidth();
    int plane = height * width;
    ColorModel colours = image.getColorModel();
    boolean grey =
        colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY
            && !(colours instanceof IndexColorModel);
    if (grey) {
      Raster raster = image.getRaster();
      int drop = Math.max(0, colours.getComponentSize(0) - 8);
      int[] samples = raster.getSamples(0, 0, width, height, 0, new int[plane]);
      byte[] out = new byte[plane];
      for (int i = 0; i < plane; i++) {
        out[i] = (byte) (samples[i] >> drop);
      }
      return new ByteImage(1, height, width, out);
    }
    int[] pixels = image.getRGB(0, 0, width, height, new int[plane], 0, width);
    byte[] out = new byte[3 * plane];
    boolean coloured = false;
    for (int i = 0; i < plane; i++) {
      int pixel = pixels[i];
      out[i] = (byte) (pixel >> 16);
      out[plane + i] = (byte) (pixel >> 8);
      out[2 * plane + i] = (byte) pixel;
      coloured |= out[i] != out[plane + i] || out[i] != out[2 * plane + i];
    }
    ByteImage colour = new ByteImage(3, height, width, out);
    // Grey files of few bits come with a palette of greys.
    return coloured || !(colours instanceof IndexColorModel) ? colour : colour.withChannels(1);
  }

  private interface Reading<T> {
    T from(ImageReader reader) throws IOException;
  }

  private static <T> T withReader(Path file, Reading<T> reading) {
    try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
      if (stream == null) {
        throw new IOException("it cannot be opened");
      }
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw problem(file, "not an image that can be read");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream);
        return reading.from(reader);
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // The JDK's decoders report some damaged files by unchecked exceptions.
      throw problem(file, "the image cannot be decoded: " + e.getMessage());
    }
  }

  private static ProblemException problem(Path file, String what) {
    return new ProblemException(
        ProblemException.Kind.USAGE, new Problem(file.toString(), what, FORMATS));
  }

  private static String extension(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
