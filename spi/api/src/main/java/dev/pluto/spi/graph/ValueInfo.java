package dev.pluto.spi.graph;

import dev.pluto.spi.Api;
import java.util.List;
import java.util.Optional;

/**
 * A graph input or output as the file declares it.
 *
 * @param name name of the value
 * @param dataType element type
 * @param dimensions declared shape; absent where the file leaves the rank open
 */
@Api(status = Api.Status.STABLE, since = "0.1")
public record ValueInfo(String name, DataType dataType, Optional<List<Dimension>> dimensions) {
  /** Copies the dimensions. */
  public ValueInfo {
    dimensions = dimensions.map(List::copyOf);
  }
}
