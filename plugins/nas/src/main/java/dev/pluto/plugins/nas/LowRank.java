package dev.pluto.plugins.nas;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two thinner layers in a row, from a truncated singular value decomposition of the filters in one
 * of three arrangements: few combinations of input channels before the kernel, few combinations of
 * filters behind it (Zhang et al., "Accelerating very deep convolutional networks", 2016), or rows
 * and columns of the kernel one after the other (Jaderberg et al., "Speeding up convolutional
 * neural networks with low rank expansions", 2014). Of these the one is taken that is closest to
 * the filters for the same multiply-adds.
 */
final class LowRank {
  private LowRank() {}

  /** An arrangement at the rank that the multiply-adds allow. */
  private interface Form {
    double perRank();

    Factors factors();

    Alternate alternate(Factors.Pair factors, int rank);
  }

  /** The two layers. */
  private record Alternate(
      Filters first, Window firstWindow, Filters second, Window secondWindow) {}

  private record Truncated(Form form, int rank, Factors factors) {
    double error() {
      return factors.error(rank);
    }
  }

  /** At most one candidate. */
  static List<Candidate> of(ConvolutionSite site, double share) {
    if (site.group() > 1) {
      return List.of();
    }
    return forms(site)
        .flatMap(form -> truncated(form, site, share).stream())
        .min(Comparator.comparingDouble(Truncated::error))
        .map(best -> candidate(site, best))
        .stream()
        .toList();
  }

  private static Stream<Form> forms(ConvolutionSite site) {
    Filters filters = site.filters();
    if (filters.height() * filters.width() == 1) {
      return Stream.of(new ThinOutput(site));
    }
    return filters.height() > 1 && filters.width() > 1
        ? Stream.of(new ThinInput(site), new ThinOutput(site), new RowsThenColumns(site))
        : Stream.of(new ThinInput(site), new ThinOutput(site));
  }

  private static Optional<Truncated> truncated(Form form, ConvolutionSite site, double share) {
    int rank = (int) (share * site.macs() / form.perRank());
    if (rank < 1) {
      return Optional.empty();
    }
    Factors factors = form.factors();
    return Optional.of(new Truncated(form, Math.min(rank, factors.rank()), factors));
  }

  private static Candidate candidate(ConvolutionSite site, Truncated best) {
    Alternate layers = best.form().alternate(best.factors().pair(best.rank()), best.rank());
    return new Candidate(
        "rank %d of %d".formatted(best.rank(), best.factors().rank()),
        best.rank() * best.form().perRank() / site.macs(),
        site.branch("low-rank")
            .convolution("first", layers.first(), Optional.empty(), layers.firstWindow(), 1)
            .convolution("second", layers.second(), site.bias(), layers.secondWindow(), 1)
            .alternative());
  }

  /** 1x1, then the kernel. */
  private record ThinInput(ConvolutionSite site) implements Form {
    private int positions() {
      return site.filters().height() * site.filters().width();
    }

    @Override
    public double perRank() {
      Filters f = site.filters();
      return f.in() * site.inputPlane() + (double) f.out() * positions() * site.outputPlane();
    }

    @Override
    public Factors factors() {
      Filters f = site.filters();
      double[][] matrix = new double[f.in()][f.out() * positions()];
      for (int c = 0; c < f.in(); c++) {
        for (int i = 0; i < matrix[c].length; i++) {
          int p = i % positions();
          matrix[c][i] = f.at(i / positions(), c, p / f.width(), p % f.width());
        }
      }
      return new Factors(matrix);
    }

    @Override
    public Alternate alternate(Factors.Pair factors, int rank) {
      Filters f = site.filters();
      Filters first = Filters.zeros(rank, f.in(), 1, 1);
      Filters second = Filters.zeros(f.out(), rank, f.height(), f.width());
      for (int r = 0; r < rank; r++) {
        for (int c = 0; c < f.in(); c++) {
          first.set(r, c, 0, 0, factors.left()[c][r]);
        }
        for (int i = 0; i < f.out() * positions(); i++) {
          int p = i % positions();
          second.set(i / positions(), r, p / f.width(), p % f.width(), factors.right()[r][i]);
        }
      }
      return new Alternate(first, Window.POINT, second, site.window());
    }
  }

  /** The kernel, then 1x1. */
  private record ThinOutput(ConvolutionSite site) implements Form {
    @Override
    public double perRank() {
      Filters f = site.filters();
      return ((double) f.in() * f.height() * f.width() + f.out()) * site.outputPlane();
    }

    @Override
    public Factors factors() {
      Filters f = site.filters();
      int columns = f.in() * f.height() * f.width();
      double[][] matrix = new double[f.out()][columns];
      for (int m = 0; m < f.out(); m++) {
        for (int i = 0; i < columns; i++) {
          matrix[m][i] = f.values()[m * columns + i];
        }
      }
      return new Factors(matrix);
    }

    @Override
    public Alternate alternate(Factors.Pair factors, int rank) {
      Filters f = site.filters();
      Filters first = Filters.zeros(rank, f.in(), f.height(), f.width());
      Filters second = Filters.zeros(f.out(), rank, 1, 1);
      int columns = f.in() * f.height() * f.width();
      for (int r = 0; r < rank; r++) {
        for (int i = 0; i < columns; i++) {
          first.values()[r * columns + i] = (float) factors.right()[r][i];
        }
        for (int m = 0; m < f.out(); m++) {
          second.set(m, r, 0, 0, factors.left()[m][r]);
        }
      }
      return new Alternate(first, site.window(), second, Window.POINT);
    }
  }

  /** The rows of the kernel, then its columns. */
  private record RowsThenColumns(ConvolutionSite site) implements Form {
    @Override
    public double perRank() {
      Filters f = site.filters();
      return (double) f.in() * f.height() * site.mixedPlane()
          + (double) f.out() * f.width() * site.outputPlane();
    }

    @Override
    public Factors factors() {
      Filters f = site.filters();
      double[][] matrix = new double[f.in() * f.height()][f.out() * f.width()];
      for (int row = 0; row < matrix.length; row++) {
        for (int column = 0; column < matrix[row].length; column++) {
          matrix[row][column] =
              f.at(column / f.width(), row / f.height(), row % f.height(), column % f.width());
        }
      }
      return new Factors(matrix);
    }

    @Override
    public Alternate alternate(Factors.Pair factors, int rank) {
      Filters f = site.filters();
      Filters first = Filters.zeros(rank, f.in(), f.height(), 1);
      Filters second = Filters.zeros(f.out(), rank, 1, f.width());
      for (int r = 0; r < rank; r++) {
        for (int row = 0; row < f.in() * f.height(); row++) {
          first.set(r, row / f.height(), row % f.height(), 0, factors.left()[row][r]);
        }
        for (int column = 0; column < f.out() * f.width(); column++) {
          second.set(column / f.width(), r, 0, column % f.width(), factors.right()[r][column]);
        }
      }
      return new Alternate(first, site.window().rows(), second, site.window().columns());
    }
  }
}
