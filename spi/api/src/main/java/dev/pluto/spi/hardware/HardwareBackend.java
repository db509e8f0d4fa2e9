package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import java.util.List;
import org.pf4j.ExtensionPoint;

/** A family of chips that are described or measured in the same way. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface HardwareBackend extends ExtensionPoint {
  /** The chips behind this backend; must be cheap: nothing is measured here. */
  List<HardwareTarget> targets();
}
