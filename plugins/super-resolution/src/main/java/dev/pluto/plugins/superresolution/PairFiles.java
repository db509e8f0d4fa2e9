package dev.pluto.plugins.superresolution;

import dev.pluto.plugins.images.ByteImage;
import dev.pluto.plugins.images.ImageFile;
import dev.pluto.plugins.images.ImageFolder;
import dev.pluto.plugins.images.Resampling;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the images of a data set lie: large images whose small ones are computed, or pairs.
 *
 * @param large files of the large images
 * @param small files of the small images, as many; none where they are computed
 */
record PairFiles(List<Path> large, List<Path> small) {
  private static final Pattern SMALL = Pattern.compile("(.*)_LRx(\\d+)\\.(\\w+)");

  /** Copies the lists. */
  PairFiles {
    large = List.copyOf(large);
    small = List.copyOf(small);
  }

  /** Whether a folder holds at least one pair NAME_HR, NAME_LRxS. */
  static boolean holdsPairs(Path folder) {
    return ImageFolder.images(folder).stream().anyMatch(p -> SMALL.matcher(name(p)).matches());
  }

  /** All images of a folder as large ones. */
  static PairFiles ofLarge(Path folder) {
    return new PairFiles(checked(folder, ImageFolder.images(folder)), List.of());
  }

  /**
   * The pairs of a folder.
   *
   * @throws ProblemException naming every small image without its large one
   */
  static PairFiles ofPairs(Path folder) {
    List<Path> large = new ArrayList<>();
    List<Path> small = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Path file : ImageFolder.images(folder)) {
      Matcher matcher = SMALL.matcher(name(file));
      if (matcher.matches()) {
        Path partner = file.resolveSibling(matcher.group(1) + "_HR." + matcher.group(3));
        if (Files.exists(partner)) {
          large.add(partner);
          small.add(file);
        } else {
          problems.add(new Problem(file.toString(), "its large image is missing", name(partner)));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, problems);
    }
    checked(folder, large);
    return new PairFiles(large, small);
  }

  /** The scale that the file names tell. */
  OptionalInt namedScale() {
    return small.stream()
        .map(p -> SMALL.matcher(name(p)))
        .filter(Matcher::matches)
        .mapToInt(m -> Integer.parseInt(m.group(2)))
        .findFirst();
  }

  /** Number of pairs. */
  int size() {
    return large.size();
  }

  /** Some of the pairs. */
  PairFiles subset(List<Integer> indices) {
    return new PairFiles(
        indices.stream().map(large::get).toList(),
        small.isEmpty() ? List.of() : indices.stream().map(small::get).toList());
  }

  /**
   * Decodes a pair. The large image is cropped at its right and lower edge to a multiple of the
   * scale.
   *
   * @param channels 1 for luminance, 3 for RGB
   */
  ImagePair read(int index, int scale, int channels) {
    ByteImage image = in(ImageFile.read(large.get(index)), channels);
    ByteImage cropped =
        image.crop(0, 0, image.height() / scale * scale, image.width() / scale * scale);
    int height = cropped.height() / scale;
    int width = cropped.width() / scale;
    if (small.isEmpty()) {
      return new ImagePair(Resampling.BICUBIC.resize(cropped, height, width), cropped);
    }
    ByteImage given = in(ImageFile.read(small.get(index)), channels);
    if (given.height() != height || given.width() != width) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(
              small.get(index).toString(),
              "it is %dx%d pixels".formatted(given.height(), given.width()),
              "%dx%d, a %d-th of its large image".formatted(height, width, scale)));
    }
    return new ImagePair(given, cropped);
  }

  private static ByteImage in(ByteImage image, int channels) {
    return channels == 1 ? Luminance.of(image) : image.withChannels(channels);
  }

  private static List<Path> checked(Path folder, List<Path> files) {
    if (files.isEmpty()) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(folder.toString(), "there are no images in it", ImageFile.FORMATS));
    }
    ImageFolder.sizes(files);
    return files;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
