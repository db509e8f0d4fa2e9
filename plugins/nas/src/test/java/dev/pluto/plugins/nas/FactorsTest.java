package dev.pluto.plugins.nas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products of thin matrices instead of a matrix. */
class FactorsTest {
  @ParameterizedTest
  @CsvSource({"5, 12", "12, 5", "7, 7", "1, 9"})
  void atFullRankTheyAreTheMatrixAndBelowTheErrorIsAsSaid(int rows, int columns) {
    double[][] matrix = new double[rows][columns];
    Random random = new Random(rows);
    double energy = 0;
    for (double[] row : matrix) {
      for (int j = 0; j < columns; j++) {
        row[j] = random.nextGaussian();
        energy += row[j] * row[j];
      }
    }
    Factors factors = new Factors(matrix);
    assertThat(factors.rank()).isEqualTo(Math.min(rows, columns));
    double before = 1;
    for (int rank = 1; rank <= factors.rank(); rank++) {
      double error = squaredError(matrix, factors.pair(rank)) / energy;
      assertThat(error).isCloseTo(factors.error(rank), within(1e-9)).isLessThanOrEqualTo(before);
      before = error;
    }
    assertThat(before).isLessThan(1e-12);
  }

  private static double squaredError(double[][] matrix, Factors.Pair pair) {
    double sum = 0;
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix[i].length; j++) {
        double value = 0;
        for (int r = 0; r < pair.right().length; r++) {
          value += pair.left()[i][r] * pair.right()[r][j];
        }
        sum += (matrix[i][j] - value) * (matrix[i][j] - value);
      }
    }
    return sum;
  }
}
