package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import java.nio.file.Path;
import java.util.List;

/** Fits descriptions of chips to measurements on them. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface Calibrator {
  /**
   * Fits a description.
   *
   * @param description the file that describes the chip; it is not changed
   * @param measurements of at least two models
   * @param source what the measurements are, in words, for whoever reads the fitted description
   * @throws dev.pluto.spi.ProblemException (usage) with everything that is wrong in the file
   */
  CalibratedChip calibrate(Path description, List<MeasuredModel> measurements, String source);
}
