package dev.pluto.engine.report.page;

import dev.pluto.engine.report.Certificate;
import dev.pluto.engine.report.Report;
import dev.pluto.engine.run.RunDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the files of a run of realistic size.
 *
 * @param suffix what follows every name and text in them
 */
record RunFiles(String suffix) {
  private static final int BLOCKS = 12;
  private static final int SEARCH_STEPS = 6000;
  private static final int RECOVERY_STEPS = 4000;
  private static final String SHA = "3f".repeat(32);

  /** Writes them to a new folder. */
  void write(Path folder) {
    try (RunDirectory directory = RunDirectory.create(Optional.of(folder), "run")) {
      directory.writeJson("report.json", report());
      directory.writeJson("certificate.json", certificate());
      directory.write("recipe.yaml", "model: models/resnet8.onnx # " + suffix + "\nseed: 1\n");
      directory.event(Map.of("event", "message", "text", "inputs scaled as '0..1'" + suffix));
      events(directory);
    }
  }

  private static Report.Cost cost(double value, String unit, String provenance) {
    return new Report.Cost(value, unit, provenance);
  }

  private static Map<String, Report.Cost> costs(double share) {
    Map<String, Report.Cost> costs = new LinkedHashMap<>();
    costs.put("latency", cost(1.937 * share, "ms", "measured"));
    costs.put("macs", cost(Math.rint(9_571_584 * share), "MAC", "analytic"));
    costs.put("peak-memory", cost(Math.rint(262_144 * share), "B", "analytic"));
    costs.put("storage", cost(Math.rint(334_120 * share), "B", "analytic"));
    return costs;
  }

  private Report report() {
    return new Report(
        new Report.Model("resnet8.onnx" + suffix, "ab".repeat(32)),
        new Report.Task("classification" + suffix, "top-1", true, 10_000),
        "onnxruntime-cpu",
        new Report.State(0.9126, Map.of(), costs(1), Optional.empty(), Optional.empty()),
        new Report.State(
            0.9084, Map.of(), costs(0.4321), Optional.of("model.onnx"), Optional.of(SHA)),
        budgets(),
        Map.of("latency", 0.82, "storage", 0.0),
        List.of(
            new Report.ShadowPrice(
                "latency", "10 % more would lower the training loss by about 0.082", 0.83),
            new Report.ShadowPrice("storage", "does not bind: more of it would buy nothing", 0)),
        decisions(),
        refused(),
        List.of(
            new Report.Stage("import", 0.31, 0),
            new Report.Stage("search", 212.4, 6),
            new Report.Stage("recover", 1140.2, 4)),
        "0..1",
        Map.of("image" + suffix, List.of(1L, 3L, 32L, 32L)),
        "joint",
        1);
  }

  private List<Report.Budget> budgets() {
    return List.of(
        new Report.Budget(
            "latency",
            0.85,
            0.837,
            true,
            "ratio of medians to the given model 0.432, at most 0.436 with 95 % confidence"
                + suffix),
        new Report.Budget("storage", 167_060, 144_373, true, ""));
  }

  private List<Report.Decision> decisions() {
    List<Report.Decision> decisions = new ArrayList<>();
    for (int block = 1; block <= BLOCKS; block++) {
      String site = "stage%d.conv%d%s".formatted(1 + block / 5, block, suffix);
      decisions.add(
          new Report.Decision(
              "pruning/" + site,
              "pruning",
              block % 4 == 0 ? "64 of 64" : "%d of 64".formatted(64 - 4 * block),
              List.of("64 of 64", "%d of 64".formatted(64 - 4 * block), "8 of 64")));
      decisions.add(
          new Report.Decision(
              "quantization/" + site,
              "quantization",
              block % 5 == 0 ? "fp32" : "w8a8" + suffix,
              List.of("fp32", "w8a8" + suffix, "w4a8")));
    }
    return decisions;
  }

  private List<Report.Refused> refused() {
    String reason = "its channels are the classes of the task" + suffix;
    return List.of(
        new Report.Refused("pruning", "classifier" + suffix, reason),
        new Report.Refused("pruning", "logits" + suffix, reason),
        new Report.Refused("nas", "stem" + suffix, "a depthwise convolution follows"));
  }

  private Certificate certificate() {
    return new Certificate(
        "model.onnx",
        SHA,
        "ab".repeat(32),
        "onnxruntime-cpu (onnxruntime 1.29.0, 1 thread, method 1)" + suffix,
        costs(0.4321),
        budgets(),
        0.9084,
        Map.of(),
        new Certificate.Agreement(256, 0.0042, 1.88e-4, 17.3, Optional.of(0.0118), 0.996),
        Map.of("image", List.of(1L, 3L, 32L, 32L)));
  }

  private static void events(RunDirectory directory) {
    directory.event(Map.of("event", "stage-started", "stage", "search", "steps", SEARCH_STEPS));
    for (int step = 25; step <= SEARCH_STEPS; step += 25) {
      double done = step / (double) SEARCH_STEPS;
      Map<String, Object> event = new LinkedHashMap<>();
      event.put("event", "progress");
      event.put("stage", "search");
      event.put("step", step);
      event.put("loss", 0.3 + 1.4 * Math.exp(-5 * done) + 0.03 * Math.sin(step));
      event.put("latency", 1.02 + 0.3 * Math.sin(6 * done) * (1 - done));
      event.put("multiplier latency", 0.82 * Math.min(1, 2 * done) + 0.03 * Math.sin(step / 90.0));
      event.put("storage", 1 - 0.15 * done + 0.02 * Math.sin(step / 50.0));
      event.put("multiplier storage", Math.max(0, 0.1 - done / 4));
      directory.event(event);
    }
    directory.event(Map.of("event", "stage-started", "stage", "recover", "steps", RECOVERY_STEPS));
    for (int step = 25; step <= RECOVERY_STEPS; step += 25) {
      directory.event(
          Map.of("event", "progress", "stage", "recover", "step", step, "loss", 0.2 + 20.0 / step));
    }
  }
}
