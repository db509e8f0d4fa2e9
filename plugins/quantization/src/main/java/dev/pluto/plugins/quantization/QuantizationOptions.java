package dev.pluto.plugins.quantization;

import dev.pluto.spi.Option;
import java.util.List;

/** Options of the quantization operator. */
public record QuantizationOptions(
    @Option(
            description = "precisions to choose from besides fp32; empty for all that the chip has",
            defaultValue = "[]")
        List<String> precisions,
    @Option(
            description = "share of the recovery after which weights and values are rounded",
            defaultValue = "0.5")
        double start) {
  /** Copies the list. */
  public QuantizationOptions {
    precisions = List.copyOf(precisions);
  }
}
