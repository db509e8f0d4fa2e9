package dev.pluto.engine.compress;

import dev.pluto.engine.report.Report;
import dev.pluto.engine.search.Recovery;
import dev.pluto.engine.search.SearchOutcome;
import dev.pluto.spi.task.QualityMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a little more of each budget would buy. A multiplier λ says by how much the task loss would
 * fall if the budget grew by its own size; what a loss is worth in quality is taken from this very
 * run: quality lost over loss gained, from the given to the compressed model. A price holds for
 * small changes; more than what was lost is never promised.
 *
 * @param qualityPerLoss how much quality falls when the loss rises by 1; 0 where the run does not
 *     show it
 * @param lost quality that the compressed model lacks
 */
record ShadowPrices(QualityMetric metric, double qualityPerLoss, double lost) {
  private static final double SHARE = 0.1;

  /** A rise of the loss below this share of it is noise. */
  private static final double SMALLEST_RISE = 0.02;

  /** Prices in the quality of a run. */
  static ShadowPrices of(
      QualityMetric metric, double given, double compressed, Recovery.Losses losses) {
    double rise = losses.recovered() - losses.original();
    double fall = metric.higherIsBetter() ? given - compressed : compressed - given;
    boolean shown = rise > SMALLEST_RISE * losses.original() && fall > 0;
    return new ShadowPrices(metric, shown ? fall / rise : 0, shown ? fall : 0);
  }

  /** The price of each budget, in their order; none if the search had no multipliers. */
  List<Report.ShadowPrice> of(SearchOutcome outcome, List<Report.Budget> budgets) {
    List<Report.ShadowPrice> prices = new ArrayList<>();
    for (int c = 0; c < outcome.multipliers().size(); c++) {
      Report.Budget budget = budgets.get(c);
      double multiplier = outcome.multipliers().get(c);
      prices.add(
          new Report.ShadowPrice(
              budget.metric(), words(multiplier), multiplier * qualityPerLoss / budget.budget()));
    }
    return prices;
  }

  private String words(double multiplier) {
    if (multiplier == 0) {
      return "does not bind: more of it would buy nothing";
    }
    if (qualityPerLoss == 0) {
      return String.format(
          Locale.ROOT,
          "a budget 10 %% larger would lower the training loss by about %.2g",
          SHARE * multiplier);
    }
    double bought = SHARE * multiplier * qualityPerLoss;
    return bought < lost
        ? "a budget 10 % larger would buy about " + amount(bought)
        : "a budget 10 % larger would buy most of what was lost, " + amount(lost);
  }

  private String amount(double quality) {
    boolean share = metric.unit().isEmpty();
    return String.format(
        Locale.ROOT,
        "%.2g %s of %s",
        share ? 100 * quality : quality,
        share ? "points" : metric.unit(),
        metric.name());
  }
}
