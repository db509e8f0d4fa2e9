package dev.pluto.engine.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pluto.engine.recipe.Budget;
import dev.pluto.spi.hardware.Provenance;
import dev.pluto.spi.metric.Metric;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The content of {@code report.json}; component names are its keys. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Report(
    Model model,
    Task task,
    String hardware,
    State baseline,
    State compressed,
    List<Budget> budgets,
    Map<String, Double> multipliers,
    List<ShadowPrice> shadowPrices,
    List<Decision> decisions,
    List<Refused> refused,
    List<Stage> stages,
    String normalization,
    Map<String, List<Long>> inputShapes,
    String strategy,
    long seed) {

  /** The given model. */
  public record Model(String name, String sha256) {}

  /** The task; {@code samples} is the number of validation samples. */
  public record Task(String name, String metric, boolean higherIsBetter, int samples) {}

  /**
   * Quality and cost of one file; {@code further} holds further figures of quality by name, {@code
   * file} and {@code sha256} are there for the exported file.
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record State(
      double quality,
      Map<String, Double> further,
      Map<String, Cost> cost,
      Optional<String> file,
      Optional<String> sha256) {}

  /** A number with its unit and origin. */
  public record Cost(double value, String unit, String provenance) {
    /** A value of the cost model: counted from the file, or the sum of the target's prices. */
    public static Cost counted(Metric metric, double value, Provenance provenance) {
      return new Cost(value, metric.unit(), provenance.label());
    }

    /** A value that was measured on the chip. */
    public static Cost measured(Metric metric, double value) {
      return new Cost(value, metric.unit(), Provenance.MEASURED.label());
    }
  }

  /** A budget and what the exported file takes of it. */
  public record Budget(String metric, double budget, double value, boolean met, String note) {}

  /** What a little more of a budget would buy. */
  public record ShadowPrice(String metric, String text, double qualityPerUnit) {}

  /** A decision and how it ended. */
  public record Decision(String id, String operator, String chosen, List<String> settings) {}

  /** A site that an operator left alone. */
  public record Refused(String operator, String site, String reason) {}

  /** A stage of the run. */
  public record Stage(String name, double seconds, double epochs) {}
}
