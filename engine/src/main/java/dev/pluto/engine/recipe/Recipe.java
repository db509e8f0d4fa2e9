package dev.pluto.engine.recipe;

import dev.pluto.spi.Option;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One compression, completely described.
 *
 * @param model the ONNX file
 * @param task task and data
 * @param hardware id of the hardware target
 * @param budgets metric id or alias to bound, as written ("60%", "4ms", "300M")
 * @param operators search operators by name, with their options; none for the default ones
 * @param strategy how the budgets are met
 * @param search the search
 * @param recover the recovery
 * @param inputShapes shapes of inputs with dynamic sizes, by name; costs refer to them
 * @param out run directory; absent for the next free one under {@code runs/}
 */
public record Recipe(
    @Existing(Existing.Kind.FILE) Path model,
    TaskSection task,
    String hardware,
    Map<String, String> budgets,
    Map<String, Map<String, Object>> operators,
    @Option(description = "How the budgets are met.", defaultValue = "joint") Strategy strategy,
    SearchSection search,
    RecoverSection recover,
    Map<String, List<Long>> inputShapes,
    Optional<Path> out) {

  /**
   * The operators that run when a recipe names none, as far as they are installed. Architecture
   * search is not among them: a short recovery does not make up for what it changes.
   */
  public static final List<String> DEFAULT_OPERATORS =
      List.of("pruning", "quantization", "distillation");

  /** The share of all epochs that {@code --epochs} gives to the search. */
  static final double SEARCH_SHARE = 0.25;

  /** The ways to meet the budgets. */
  public enum Strategy {
    /** All decisions and the weights in one optimization. */
    JOINT,
    /** Pruning, then quantization. */
    SEQUENTIAL,
    /** One share of channels, one precision. */
    UNIFORM,
    /** The sensitivity table alone. */
    GREEDY,
    /** Multipliers that are set by hand. */
    FIXED_PENALTY;

    /** The name in recipes and reports. */
    public String label() {
      return ScalarBinder.label(this);
    }
  }

  /** This recipe with a run directory. */
  public Recipe withOut(Path directory) {
    return new Recipe(
        model,
        task,
        hardware,
        budgets,
        operators,
        strategy,
        search,
        recover,
        inputShapes,
        Optional.of(directory));
  }

  /**
   * Task and data.
   *
   * @param options the task plugin's own options
   */
  public record TaskSection(String name, DataSection data, Map<String, Object> options) {}

  /**
   * Data.
   *
   * @param format absent: the formats of the task are asked
   * @param normalize "auto", a name, or "mean=…;std=…"
   * @param limit most training samples
   */
  public record DataSection(
      @Existing(Existing.Kind.FILE_OR_FOLDER) Path path,
      @Existing(Existing.Kind.FILE_OR_FOLDER) Optional<Path> validate,
      Optional<String> format,
      @Option(description = "How samples are scaled before the model.", defaultValue = "auto")
          String normalize,
      @Range(min = 1, max = Integer.MAX_VALUE) OptionalInt limit) {}

  /**
   * The search.
   *
   * @param epochs passes over the training samples while the structure is searched; fractions
   *     allowed
   * @param batch samples per step
   * @param seed of everything random
   * @param penalty multiplier of every budget; strategy "fixed-penalty" alone has it
   */
  public record SearchSection(
      @Option(description = "Passes over the training samples.", defaultValue = "2.5")
          @Range(min = 0.001, max = 100_000)
          double epochs,
      @Option(description = "Samples per step.", defaultValue = "128") @Range(min = 1, max = 65_536)
          int batch,
      @Option(description = "Seed of everything random.", defaultValue = "1") long seed,
      @Range(min = 0, max = 1_000_000) OptionalDouble penalty) {}

  /**
   * The recovery.
   *
   * @param epochs passes over the training samples after the structure is frozen
   * @param rate peak learning rate of the weights; absent for the usual one
   * @param batchNormalization where convolutions are trained with a batch normalization
   */
  public record RecoverSection(
      @Option(description = "Passes over the training samples.", defaultValue = "7.5")
          @Range(min = 0, max = 100_000)
          double epochs,
      @Range(min = 0.0000001, max = 10) OptionalDouble rate,
      @Option(
              description =
                  "Whether convolutions are trained with a batch normalization, which the exported"
                      + " file does not have: auto, always or never.",
              defaultValue = "auto")
          BatchNormalization batchNormalization) {}

  /** Where convolutions are trained with a batch normalization. */
  public enum BatchNormalization {
    /** Where the model had one; everywhere if it may have come folded. */
    AUTO,
    /** Wherever it is possible. */
    ALWAYS,
    /** Nowhere. */
    NEVER;

    /** The name in recipes. */
    public String label() {
      return ScalarBinder.label(this);
    }
  }
}
