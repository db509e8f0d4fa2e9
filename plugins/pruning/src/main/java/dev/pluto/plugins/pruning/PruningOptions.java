package dev.pluto.plugins.pruning;

import dev.pluto.spi.Option;
import dev.pluto.spi.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Options of the pruning operator. */
public record PruningOptions(
    @Option(
            description = "smallest share of a group's channels that is kept, above 0 and below 1",
            defaultValue = "0.125")
        double minimumShare,
    @Option(
            description =
                "channels between two neighbouring widths: a whole number, or auto for a 32nd of"
                    + " the group",
            defaultValue = "auto")
        String step) {

  private static final String AUTO = "auto";

  /** The number of channels between two widths; empty where it follows the size of the group. */
  OptionalInt fixedStep() {
    return step.equals(AUTO) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(step));
  }

  /** What is wrong with the values; {@link #fixedStep} works only where nothing is. */
  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    if (!(minimumShare > 0 && minimumShare < 1)) {
      problems.add(
          new Problem(
              "operators.pruning.minimumShare",
              "a share of " + minimumShare + " leaves nothing to decide",
              "above 0 and below 1"));
    }
    if (!step.equals(AUTO) && !step.matches("[1-9][0-9]{0,8}")) {
      problems.add(
          new Problem(
              "operators.pruning.step", "'" + step + "' is no step", "auto, or 1, 2, 3, ..."));
    }
    return problems;
  }
}
