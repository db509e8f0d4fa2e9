package dev.pluto.engine.cost;

import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.PricingSession;
import dev.pluto.spi.hardware.Provenance;
import dev.pluto.spi.hardware.Quote;
import dev.pluto.spi.hardware.TensorForm;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A chip that rounds channels up to a multiple of eight and is faster in fewer bits: its prices are
 * staircases that depend on every form of a kernel.
 */
final class TestChip implements PricingSession {
  @Override
  public List<Quote> price(List<Kernel> batch) {
    return batch.stream().<Quote>map(TestChip::price).toList();
  }

  private static Quote price(Kernel kernel) {
    double cost = 16 + kernel.macs() / 64.0;
    for (TensorForm form :
        Stream.of(kernel.inputs(), kernel.outputs(), kernel.weights())
            .flatMap(List::stream)
            .toList()) {
      long elements = 1;
      for (int axis = 0; axis < form.shape().rank(); axis++) {
        long size = form.shape().size(axis);
        elements *= axis < 2 ? (size + 7) / 8 * 8 : size;
      }
      cost += elements * form.precision().bits() / 512.0;
    }
    return new Quote.Priced(Map.of("latency", cost), Provenance.ASSUMED);
  }

  @Override
  public void close() {}
}
