package dev.pluto.spi.search;

import dev.pluto.spi.Api;

/** The order in which decisions act on the graph. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public enum Phase {
  /** Changes nodes; channel groups are traced afterwards. */
  STRUCTURE,
  /** Changes the size of channel groups. */
  WIDTH,
  /** Changes precisions. */
  PRECISION
}
