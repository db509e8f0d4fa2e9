package dev.pluto.engine.search.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.cost.TestDecision;
import dev.pluto.engine.lagrangian.ChoiceProblem;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.search.Decision;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Two groups of different sizes and two weights, of which one has 8 bits only. */
class UniformChoicesTest {
  private static final double NONE = 0;

  private final ChannelGroup small = new ChannelGroup("small", 8, List.of());
  private final ChannelGroup large = new ChannelGroup("large", 16, List.of());
  private final List<Decision> decisions =
      List.of(
          TestDecision.width(small, List.of(8, 6, 4, 2)),
          TestDecision.width(large, List.of(16, 11, 8, 3)),
          TestDecision.precision("both", List.of("a"), List.of(Precision.INT8, Precision.INT4)),
          TestDecision.precision("eight", List.of("b"), List.of(Precision.INT8)));

  /**
   * Costs are channels of both groups, and bits of both weights.
   *
   * @param channels budget of the first
   * @param bits budget of the second
   * @param ofChannels loss of each narrower width
   * @param ofBits loss of each lower precision
   */
  private record Problem(double channels, double bits, double ofChannels, double ofBits)
      implements ChoiceProblem {
    private static final int[][] SIZES = {{8, 6, 4, 2}, {16, 11, 8, 3}, {32, 8, 4}, {32, 8}};

    @Override
    public double[][] losses() {
      double[][] losses = new double[SIZES.length][];
      for (int d = 0; d < losses.length; d++) {
        losses[d] = new double[SIZES[d].length];
        for (int s = 0; s < losses[d].length; s++) {
          losses[d][s] = s * (d < 2 ? ofChannels : ofBits);
        }
      }
      return losses;
    }

    @Override
    public double[] budgets() {
      return new double[] {channels, bits};
    }

    @Override
    public double[] costs(int[] settings) {
      int[] sizes = new int[SIZES.length];
      for (int d = 0; d < sizes.length; d++) {
        sizes[d] = SIZES[d][settings[d]];
      }
      // Channels in 8 bits take half the room.
      double room = sizes[2] == 32 ? 1 : 0.5;
      return new double[] {room * (sizes[0] + sizes[1]), sizes[2] + sizes[3]};
    }
  }

  private Optional<int[]> project(Problem problem) {
    return new UniformChoices(decisions, List.of(small, large))
        .project(problem, new double[2], new int[4]);
  }

  @Test
  void changesNothingWhereNothingIsAsked() {
    assertThat(project(new Problem(24, 64, 1, 1))).hasValueSatisfying(choice(0, 0, 0, 0));
  }

  @Test
  void takesTheWidestThatFits() {
    // Of 12 channels, 11 of 16 leave no room for 6 of 8; 8 of 16 and 4 of 8 are the same share.
    assertThat(project(new Problem(12, 64, 1, 100))).hasValueSatisfying(choice(2, 2, 0, 0));
    // 6 of 8 is more than 11 of 16, so the share of 11 of 16 keeps 4 of 8.
    assertThat(project(new Problem(15, 64, 1, 100))).hasValueSatisfying(choice(2, 1, 0, 0));
  }

  @Test
  void aWeightWithoutThePrecisionTakesTheNextHigherOne() {
    assertThat(project(new Problem(24, 12, 1, NONE))).hasValueSatisfying(choice(0, 0, 2, 1));
  }

  @Test
  void ofTwoPairsTheOneWithTheSmallerLossIsTaken() {
    assertThat(project(new Problem(12, 64, 1, 10))).hasValueSatisfying(choice(2, 2, 0, 0));
    assertThat(project(new Problem(12, 64, 10, 1))).hasValueSatisfying(choice(0, 0, 1, 1));
  }

  @Test
  void findsNothingWhereNothingIsSmallEnough() {
    assertThat(project(new Problem(1, 64, 1, 1))).isEmpty();
  }

  private static Consumer<int[]> choice(int... settings) {
    return found -> assertThat(found).containsExactly(settings);
  }
}
