package dev.pluto.spi.search;

import dev.pluto.spi.Api;
import java.util.List;

/** Measures what hooks do to the model before the search begins. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface SensitivityProbe {
  /**
   * How far the outputs move from the original's with these hooks on, in units of the task loss
   * (divergence of class distributions, or the rise of the loss), at least 0. What belongs to an
   * alternative is measured against the model with the alternative in force.
   */
  double lossRise(List<Hook> hooks);
}
