package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import dev.pluto.spi.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/** A family of chips that are described or measured in the same way. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface HardwareBackend extends ExtensionPoint {
  /** The chips behind this backend; must be cheap: nothing is measured here. */
  List<HardwareTarget> targets();

  /** Why chips that are described somewhere are not among the targets. */
  default List<Problem> problems() {
    return List.of();
  }

  /**
   * The chip that a file describes, wherever the file lies.
   *
   * @return empty if this backend has no descriptions in files
   * @throws dev.pluto.spi.ProblemException (usage) with everything that is wrong in the file
   */
  default Optional<HardwareTarget> describedBy(Path file) {
    return Optional.empty();
  }

  /** The means to fit descriptions in files to measurements; empty if there are none. */
  default Optional<Calibrator> calibrator() {
    return Optional.empty();
  }
}
