package dev.pluto.plugins.distillation;

import dev.pluto.spi.Option;

/** Options of the distillation operator. */
public record DistillationOptions(
    @Option(
            description = "factor of the distillation loss beside the task loss, above 0",
            defaultValue = "1.0")
        double weight,
    @Option(
            description = "temperature that softens class distributions, above 0",
            defaultValue = "4.0")
        double temperature) {}
