package dev.pluto.spi.metric;

import dev.pluto.spi.Api;
import org.pf4j.ExtensionPoint;

/** A kind of metric: what it is and how it is counted. Stateless and thread-safe. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface MetricType extends ExtensionPoint {
  /** Name, unit and counting rule. */
  Metric metric();

  /** How it is counted. */
  Evaluation evaluation();
}
