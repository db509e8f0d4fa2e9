package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import java.util.List;
import java.util.Optional;

/** Prices kernels. Used from one thread at a time. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface PricingSession extends AutoCloseable {
  /** One quote per kernel, in order. Equal kernels get equal quotes within a session. */
  List<Quote> price(List<Kernel> batch);

  /**
   * What an inference costs besides its kernels, such as the time to start it.
   *
   * @param inputs the model's inputs
   * @return costs of metrics that {@link #price} quotes, by metric id; empty where there are none
   */
  default Optional<Quote.Priced> perInference(List<TensorForm> inputs) {
    return Optional.empty();
  }

  /** The means to measure whole models, where the chip can be reached. */
  default Optional<ModelMeter> meter() {
    return Optional.empty();
  }

  @Override
  void close();
}
