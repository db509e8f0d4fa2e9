package dev.pluto.engine.compress;

import dev.pluto.engine.cost.CostModel;
import dev.pluto.engine.cost.Costing;
import dev.pluto.engine.model.ImportedModel;
import dev.pluto.engine.recipe.Budget;
import dev.pluto.engine.report.Quality;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.engine.verify.QualityMeasurement;
import dev.pluto.spi.hardware.Provenance;
import dev.pluto.spi.task.Samples;
import dev.pluto.spi.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Quality and costs of the given model.
 *
 * @param costs by metric of the costing
 * @param provenances where the costs come from, by metric, unless the meter measures them
 * @param meter measures models against the given one; absent if no budget needs it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Baseline(
    Quality quality, double[] costs, List<Provenance> provenances, Optional<Meter> meter) {
  private static final int METER_BLOCKS = 15;

  /**
   * Measures the given model.
   *
   * @param running the model, ready to run
   * @param samples all are run
   * @param progress told how many samples are done
   */
  static Baseline measure(
      ImportedModel model,
      OnnxRuntimeModel running,
      Task<?> task,
      Samples samples,
      Costing costing,
      List<Budget> budgets,
      IntConsumer progress) {
    Quality quality = QualityMeasurement.of(running, task, samples, Integer.MAX_VALUE, progress);
    CostModel given = costing.of(model.given(), model.bytes().length);
    double[] costs = given.cost(given.unchanged());
    Optional<Meter> meter =
        costing
            .session()
            .meter()
            .filter(m -> budgets.stream().anyMatch(b -> b.metric().equals(m.metric())))
            .map(m -> new Meter(m, model.bytes(), costing.shapes(), METER_BLOCKS));
    meter.ifPresent(
        m -> {
          for (int k = 0; k < costs.length; k++) {
            if (costing.metrics().get(k).metric().id().equals(m.metric())) {
              costs[k] = m.givenValue();
            }
          }
        });
    return new Baseline(
        quality,
        costs,
        IntStream.range(0, costs.length).mapToObj(given::provenance).toList(),
        meter);
  }
}
