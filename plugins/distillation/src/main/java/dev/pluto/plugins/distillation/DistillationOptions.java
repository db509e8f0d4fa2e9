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
        double temperature,
    @Option(
            description =
                "factor of the comparison of feature maps inside the network, beside that of the"
                    + " outputs, 0 or above; 0 compares outputs alone",
            defaultValue = "1.0")
        double features) {}
