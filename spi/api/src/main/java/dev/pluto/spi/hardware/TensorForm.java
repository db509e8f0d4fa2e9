package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Shape;

/**
 * A tensor as a kernel sees it.
 *
 * @param tensor its name in the graph; never part of a price
 * @param shape concrete shape
 * @param dataType element type in the file's float form
 * @param precision how it is represented: {@link Precision#FP32} for what is not quantized, also
 *     for integers such as shapes and indices
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record TensorForm(String tensor, Shape shape, DataType dataType, Precision precision) {
  /** Bytes of all elements, packed. */
  public long bytes() {
    long bits = precision.equals(Precision.FP32) ? dataType.bits() : precision.bits();
    return (Math.multiplyExact(shape.elements(), bits) + 7) / 8;
  }
}
