package dev.pluto.engine.compress;

import dev.pluto.engine.cost.CalibratedCosts;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.report.Amount;
import dev.pluto.engine.report.Certificate;
import dev.pluto.engine.report.CompressionResult;
import dev.pluto.engine.report.Report;
import dev.pluto.engine.run.RunDirectory;
import dev.pluto.engine.search.Constraints;
import dev.pluto.engine.search.Materialization;
import dev.pluto.engine.search.Recovery;
import dev.pluto.engine.search.SearchOutcome;
import dev.pluto.engine.search.SearchTask;
import dev.pluto.engine.search.SearchedStructure;
import dev.pluto.engine.search.Truth;
import dev.pluto.engine.train.TrainableGraph;
import dev.pluto.engine.train.TrainingSession;
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
    TrainingSession session,
    SearchTask search,
    TrainableGraph teacher,
    CalibratedCosts costs,
    Constraints constraints,
    Truth truth,
    Verification verification,
    RunListener listener,
    double epochs) {
  private static final int MOST_ATTEMPTS = 3;
  private static final double SMALLEST_WIDENING = 0.005;

  /**
   * Finishes a run.
   *
   * @throws ProblemException (VERIFICATION) if a budget still does not hold; no model is written
   */
  CompressionResult of(SearchedStructure searched, Conclusion conclusion, RunDirectory directory) {
    Materialization materialization =
        new Materialization(session, search, costs, constraints, truth);
    for (int attempt = 1; ; attempt++) {
      SearchOutcome outcome =
          listener.stage("materialize", 0, 0, () -> materialization.of(searched));
      try (Recovery recovery = new Recovery(session, search, outcome, teacher, listener)) {
        Graph recovered =
            listener.stage("recover", search.plan().recoverySteps(), epochs, recovery::run);
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
        costs.tighten(constraints.metrics().get(c), excess);
        listener.message(
            "%s: the exported file takes %s, allowed are %s; trying again with less"
                .formatted(budget.metric(), amount(budget.value(), c), amount(budget.budget(), c)));
      }
    }
  }

  private Amount amount(double value, int constraint) {
    int metric = constraints.metrics().get(constraint);
    return new Amount(value, costs.model().metrics().get(metric).metric().unit());
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
