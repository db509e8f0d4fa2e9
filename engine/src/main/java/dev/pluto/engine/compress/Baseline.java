package dev.pluto.engine.compress;

import dev.pluto.engine.report.Quality;
import java.util.Optional;

/**
 * Quality and costs of the given model.
 *
 * @param costs by metric of the costing
 * @param meter measures models against the given one; absent if no budget needs it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Baseline(Quality quality, double[] costs, Optional<Meter> meter) {}
