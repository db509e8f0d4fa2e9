package dev.pluto.spi.task;

import dev.pluto.spi.Api;
import java.nio.file.Path;

/** A format in which a task's data may lie on disk. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface DataFormat {
  /** Name for {@code --data-format}, such as "idx". */
  String name();

  /** How the format looks on disk, for error messages. */
  String description();

  /** Looks at names and first bytes only. */
  Recognition recognise(Path path);

  /**
   * How sure the format is.
   *
   * @param confidence 0 for "not mine" to 1
   * @param reason what was seen
   */
  record Recognition(double confidence, String reason) {
    /** Refuses confidences outside 0 to 1. */
    public Recognition {
      if (!(confidence >= 0 && confidence <= 1)) {
        throw new IllegalArgumentException("confidence " + confidence);
      }
    }
  }
}
