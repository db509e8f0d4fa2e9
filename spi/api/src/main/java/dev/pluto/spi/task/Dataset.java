package dev.pluto.spi.task;

import dev.pluto.spi.Api;
import java.util.List;

/** Opened data. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface Dataset extends AutoCloseable {
  /** Training samples. */
  Samples training();

  /** Validation samples, disjoint from the training samples. */
  Samples validation();

  /** Where the validation samples come from, in words. */
  String validationOrigin();

  /**
   * The usual ways to scale the inputs before the model, the most usual first; the engine measures
   * which one the model was trained with. One entry where there is no choice.
   */
  List<Normalization> normalizations();

  /** The same data with inputs scaled in this way. */
  Dataset with(Normalization normalization);

  @Override
  default void close() {}
}
