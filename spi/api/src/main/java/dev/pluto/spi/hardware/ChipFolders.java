package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import java.nio.file.Path;
import java.util.List;

/** Where descriptions of chips lie; the host injects it into backends that ask for it. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface ChipFolders {
  /**
   * Folders with descriptions, the most important first: a chip in an earlier one hides a chip of
   * the same id in a later one. A folder that does not exist has none.
   */
  List<Path> folders();
}
