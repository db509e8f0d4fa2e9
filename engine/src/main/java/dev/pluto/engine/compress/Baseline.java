package dev.pluto.engine.compress;

import dev.pluto.spi.hardware.Provenance;
import java.util.List;
import java.util.Optional;

/**
 * Quality and costs of the given model.
 *
 * @param costs by metric of the costing
 * @param provenances where the costs come from, by metric, unless the meter measures them
 * @param meter measures models against the given one; absent if no budget needs it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Baseline(
    double quality, double[] costs, List<Provenance> provenances, Optional<Meter> meter) {}
