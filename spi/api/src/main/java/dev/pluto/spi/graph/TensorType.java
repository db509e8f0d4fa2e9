package dev.pluto.spi.graph;

import dev.pluto.spi.Api;

/** Element type and concrete shape of a value. */
@Api(status = Api.Status.STABLE, since = "0.1")
public record TensorType(DataType dataType, Shape shape) {}
