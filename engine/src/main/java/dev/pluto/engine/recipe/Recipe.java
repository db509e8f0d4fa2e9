package dev.pluto.engine.recipe;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One compression, completely described.
 *
 * @param model the ONNX file
 * @param task task and data
 * @param hardware id of the hardware target
 * @param budgets metric id or alias to bound, as written ("60%", "4ms", "300M")
 * @param operators search operators by name, with their options
 * @param strategy how the budgets are met; "joint"
 * @param search the search
 * @param recover the recovery
 * @param inputShapes shapes of inputs with dynamic sizes, by name; costs refer to them
 * @param out run directory; absent for the next free one under {@code runs/}
 */
public record Recipe(
    Path model,
    TaskSection task,
    String hardware,
    Map<String, String> budgets,
    Map<String, Map<String, Object>> operators,
    String strategy,
    SearchSection search,
    RecoverSection recover,
    Map<String, List<Long>> inputShapes,
    Optional<Path> out) {

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
      Path path,
      Optional<Path> validate,
      Optional<String> format,
      String normalize,
      OptionalInt limit) {}

  /**
   * The search.
   *
   * @param epochs passes over the training samples while the structure is searched; fractions
   *     allowed
   * @param batch samples per step
   * @param seed of everything random
   */
  public record SearchSection(double epochs, int batch, long seed) {}

  /**
   * The recovery.
   *
   * @param epochs passes over the training samples after the structure is frozen
   * @param rate peak learning rate of the weights
   */
  public record RecoverSection(double epochs, double rate) {}
}
