package dev.pluto.engine.compress;

import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.report.Amount;
import dev.pluto.engine.report.Certificate;
import dev.pluto.engine.report.CompressionResult;
import dev.pluto.engine.report.Report;
import dev.pluto.engine.run.RunDirectory;
import dev.pluto.engine.search.BudgetProjection;
import dev.pluto.engine.search.Materialization;
import dev.pluto.engine.search.Optimization;
import dev.pluto.engine.search.Plan;
import dev.pluto.engine.search.Recovery;
import dev.pluto.engine.search.SearchOutcome;
import dev.pluto.engine.search.SearchedStructure;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * From the searched structure to the verified file: materialize, recover, export, verify. A file
 * that misses a budget is not written; the margin of that budget is widened and the structure
 * materialized and recovered again, a few times at most.
 */
record Finish(
    Optimization optimization,
    BudgetProjection projection,
    Verification verification,
    RunListener listener) {
  private static final int MOST_ATTEMPTS = 3;
  private static final double SMALLEST_WIDENING = 0.005;

  /**
   * Finishes a run.
   *
   * @throws ProblemException (VERIFICATION) if a budget still does not hold; no model is written
   */
  CompressionResult of(SearchedStructure searched, Conclusion conclusion, RunDirectory directory) {
    Materialization materialization = new Materialization(optimization, projection);
    Plan plan = optimization.search().plan();
    for (int attempt = 1; ; attempt++) {
      SearchOutcome outcome =
          listener.stage("materialize", 0, 0, () -> materialization.of(searched));
      try (Recovery recovery = new Recovery(optimization, outcome)) {
        Graph recovered =
            listener.stage("recover", plan.recoverySteps(), plan.recoveryEpochs(), recovery::run);
        byte[] file = listener.stage("export", 0, 0, () -> OnnxWriter.write(recovered));
        Verification.Findings findings =
            listener.stage(
                "verify",
                verification.steps(),
                0,
                () ->
                    verification.verify(
                        file, recovery, done -> listener.progress("verify", done, Map.of())));
        requireAgreement(findings.agreement());
        if (findings.met()) {
          return conclusion.conclude(
              directory, outcome, file, findings, verification.losses(recovery));
        }
        if (attempt == MOST_ATTEMPTS) {
          throw missed(findings);
        }
        tighten(findings);
      }
    }
  }

  private static void requireAgreement(Certificate.Agreement agreement) {
    if (!agreement.holds()) {
      throw new ProblemException(
          ProblemException.Kind.VERIFICATION,
          new Problem(
              "exported model",
              String.format(
                  Locale.ROOT,
                  "it does not compute what was trained: outputs differ by %.3g on average, of %.3g",
                  agreement.meanDifference(),
                  agreement.outputRange()),
              "at most half a quantization step"));
    }
  }

  private void tighten(Verification.Findings findings) {
    for (int c = 0; c < findings.budgets().size(); c++) {
      Report.Budget budget = findings.budgets().get(c);
      if (!budget.met()) {
        double excess = Math.max(0, budget.value() / budget.budget() - 1) + SMALLEST_WIDENING;
        optimization.costs().tighten(optimization.constraints().metrics().get(c), excess);
        listener.message(
            "%s: the exported file takes %s, allowed are %s; trying again with less"
                .formatted(budget.metric(), amount(budget.value(), c), amount(budget.budget(), c)));
      }
    }
  }

  private Amount amount(double value, int constraint) {
    int metric = optimization.constraints().metrics().get(constraint);
    return new Amount(value, optimization.costs().model().metrics().get(metric).metric().unit());
  }

  private ProblemException missed(Verification.Findings findings) {
    List<Problem> problems = new ArrayList<>();
    for (int c = 0; c < findings.budgets().size(); c++) {
      Report.Budget budget = findings.budgets().get(c);
      if (!budget.met()) {
        problems.add(
            new Problem(
                "budgets." + budget.metric(),
                "the exported file takes %s, allowed are %s %s"
                    .formatted(amount(budget.value(), c), amount(budget.budget(), c), budget.note())
                    .strip(),
                "a larger budget"));
      }
    }
    return new ProblemException(ProblemException.Kind.VERIFICATION, problems);
  }
}
