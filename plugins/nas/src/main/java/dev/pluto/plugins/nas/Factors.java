package dev.pluto.plugins.nas;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.RealMatrix;

/**
 * The best approximations of a matrix as a product of two thin ones, for every rank (Eckart and
 * Young, 1936). Worked out on the smaller of the two Gram matrices, whose eigenvectors are the
 * singular vectors: filters are small on one side and long on the other.
 */
final class Factors {
  private final RealMatrix matrix;
  private final boolean tall;
  private final RealMatrix vectors;
  private final double[] energies;

  Factors(double[][] matrix) {
    this.matrix = new Array2DRowRealMatrix(matrix, false);
    this.tall = this.matrix.getRowDimension() > this.matrix.getColumnDimension();
    RealMatrix transposed = this.matrix.transpose();
    EigenDecompositionSymmetric eigen =
        new EigenDecompositionSymmetric(
            tall ? transposed.multiply(this.matrix) : this.matrix.multiply(transposed));
    double[] values = eigen.getEigenvalues();
    int[] falling =
        IntStream.range(0, values.length)
            .boxed()
            .sorted((a, b) -> Double.compare(values[b], values[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    this.energies = Arrays.stream(falling).mapToDouble(i -> Math.max(0, values[i])).toArray();
    RealMatrix all = eigen.getV();
    this.vectors = new Array2DRowRealMatrix(values.length, values.length);
    for (int i = 0; i < falling.length; i++) {
      vectors.setColumnVector(i, all.getColumnVector(falling[i]));
    }
  }

  /** The largest rank. */
  int rank() {
    return energies.length;
  }

  /** Squared error of the approximation over the squares of the matrix, 0 to 1. */
  double error(int rank) {
    double all = Arrays.stream(energies).sum();
    return all == 0 ? 0 : Arrays.stream(energies, rank, energies.length).sum() / all;
  }

  /**
   * The factors, the direction with the most energy first; both carry the same share of it.
   *
   * @param left shape (rows, rank)
   * @param right shape (rank, columns)
   */
  @SuppressWarnings("ArrayRecordComponent") // taken apart at once
  record Pair(double[][] left, double[][] right) {}

  /** The factors of an approximation. */
  Pair pair(int rank) {
    RealMatrix kept = vectors.getSubMatrix(0, energies.length - 1, 0, rank - 1);
    RealMatrix left = tall ? matrix.multiply(kept) : kept;
    RealMatrix right = tall ? kept.transpose() : kept.transpose().multiply(matrix);
    double[][] l = left.getData();
    double[][] r = right.getData();
    for (int i = 0; i < rank; i++) {
      double balance = Math.pow(energies[i], tall ? -0.25 : 0.25);
      if (balance > 0 && Double.isFinite(balance)) {
        for (double[] row : l) {
          row[i] *= balance;
        }
        for (int j = 0; j < r[i].length; j++) {
          r[i][j] /= balance;
        }
      }
    }
    return new Pair(l, r);
  }
}
