package dev.pluto.plugins.superresolution;

import dev.pluto.spi.task.DataFormat;
import java.nio.file.Path;
import java.util.List;

/** A format of super-resolution data. */
sealed interface PairFormat extends DataFormat permits LargeImagesFormat, NamedPairsFormat {
  /** All formats. */
  List<PairFormat> ALL = List.of(new NamedPairsFormat(), new LargeImagesFormat());

  /** The files under a path. */
  PairFiles read(Path path);
}
