package dev.pluto.engine.compress;

import dev.pluto.engine.cost.Costing;
import dev.pluto.engine.data.OpenedData;
import dev.pluto.engine.model.ImportedModel;
import dev.pluto.engine.model.Sha256;
import dev.pluto.engine.recipe.Recipe;
import dev.pluto.engine.report.Certificate;
import dev.pluto.engine.report.CompressionResult;
import dev.pluto.engine.report.Report;
import dev.pluto.engine.report.page.FinishedRun;
import dev.pluto.engine.report.page.ReportPage;
import dev.pluto.engine.run.RunDirectory;
import dev.pluto.engine.search.Recovery;
import dev.pluto.engine.search.SearchOutcome;
import dev.pluto.engine.search.SearchSpace;
import dev.pluto.engine.search.SearchTask;
import dev.pluto.spi.metric.Metric;
import dev.pluto.spi.metric.MetricType;
import dev.pluto.spi.task.QualityMetric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the model, its certificate and the report; or says why there is none. */
record Conclusion(
    Recipe recipe,
    ImportedModel model,
    Baseline baseline,
    OpenedData data,
    Costing costing,
    SearchTask search,
    RunListener listener) {
  private static final String MODEL = "model.onnx";

  /** Writes what was verified: the certificate, the report and its page, and the model last. */
  CompressionResult conclude(
      RunDirectory directory,
      SearchOutcome outcome,
      byte[] file,
      Verification.Findings findings,
      Recovery.Losses losses) {
    String sha256 = Sha256.of(file);
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    costing
        .shapes()
        .forEach(
            (input, shape) ->
                shapes.put(input, java.util.Arrays.stream(shape.sizes()).boxed().toList()));
    Certificate certificate =
        new Certificate(
            MODEL,
            sha256,
            model.sha256(),
            costing.target().id() + " (" + costing.target().fingerprint() + ")",
            findings.cost(),
            findings.budgets(),
            findings.quality().value(),
            findings.quality().further(),
            findings.agreement(),
            shapes);
    ShadowPrices prices =
        ShadowPrices.of(
            search.task().qualityMetric(),
            baseline.quality().value(),
            findings.quality().value(),
            losses);
    Report report = report(outcome, sha256, findings, prices, shapes);
    directory.writeJson("certificate.json", certificate);
    directory.writeJson("report.json", report);
    directory.write(ReportPage.FILE, new ReportPage(FinishedRun.read(directory.folder())).html());
    directory.write(MODEL, file);
    return new CompressionResult(directory.folder(), directory.file(MODEL), report);
  }

  private Report report(
      SearchOutcome outcome,
      String sha256,
      Verification.Findings findings,
      ShadowPrices prices,
      Map<String, List<Long>> shapes) {
    QualityMetric quality = search.task().qualityMetric();
    Map<String, Report.Cost> before = new LinkedHashMap<>();
    for (int m = 0; m < baseline.costs().length; m++) {
      MetricType type = costing.metrics().get(m);
      Metric metric = type.metric();
      boolean measured = baseline.meter().map(x -> x.metric().equals(metric.id())).orElse(false);
      double value = baseline.costs()[m];
      before.put(
          metric.id(),
          measured
              ? Report.Cost.measured(metric, value)
              : Report.Cost.counted(metric, value, baseline.provenances().get(m)));
    }
    return new Report(
        new Report.Model(model.name(), model.sha256()),
        new Report.Task(
            search.task().name(),
            quality.name(),
            quality.higherIsBetter(),
            data.dataset().validation().size()),
        costing.target().id(),
        new Report.State(
            baseline.quality().value(),
            baseline.quality().further(),
            before,
            Optional.empty(),
            Optional.empty()),
        new Report.State(
            findings.quality().value(),
            findings.quality().further(),
            findings.cost(),
            Optional.of(MODEL),
            Optional.of(sha256)),
        findings.budgets(),
        multipliers(outcome, findings),
        prices.of(outcome, findings.budgets()),
        decisions(outcome),
        refused(),
        listener.stages(),
        data.normalization().normalization().name(),
        shapes,
        recipe.strategy().label(),
        recipe.search().seed());
  }

  private Map<String, Double> multipliers(SearchOutcome outcome, Verification.Findings findings) {
    Map<String, Double> multipliers = new LinkedHashMap<>();
    for (int c = 0; c < outcome.multipliers().size(); c++) {
      multipliers.put(findings.budgets().get(c).metric(), outcome.multipliers().get(c));
    }
    return multipliers;
  }

  private List<Report.Decision> decisions(SearchOutcome outcome) {
    SearchSpace space = search.space();
    int[] settings = outcome.settings().stream().mapToInt(Integer::intValue).toArray();
    return space
        .inForce(settings)
        .mapToObj(
            d ->
                new Report.Decision(
                    space.decisions().get(d).id(),
                    space.operators().get(d),
                    space.label(d, settings[d]),
                    space.decisions().get(d).settings().stream().map(s -> s.label()).toList()))
        .toList();
  }

  private List<Report.Refused> refused() {
    List<Report.Refused> refused = new ArrayList<>();
    search
        .space()
        .refusals()
        .forEach(
            (operator, sites) ->
                sites.forEach(
                    r -> refused.add(new Report.Refused(operator, r.site(), r.reason()))));
    return refused;
  }
}
