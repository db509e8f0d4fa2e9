package dev.pluto.spi.task;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.ValueInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which data to open, and for which model.
 *
 * @param path training data
 * @param validation separate validation data, if the user named some
 * @param format name of the format to read {@code path} with
 * @param limit most training samples to use, the first in file order
 * @param seed decides the validation tenth where the data has no part of its own for that
 * @param inputs the model's inputs
 * @param outputs the model's outputs
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record DataRequest(
    Path path,
    Optional<Path> validation,
    String format,
    OptionalInt limit,
    long seed,
    List<ValueInfo> inputs,
    List<ValueInfo> outputs) {
  /** Copies the lists. */
  public DataRequest {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
