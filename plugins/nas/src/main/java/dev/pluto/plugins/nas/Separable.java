package dev.pluto.plugins.nas;

import java.util.List;
import java.util.Optional;

/**
 * A depthwise and a pointwise convolution. The filters that read one channel are a matrix of
 * filters by kernel positions; its best approximation of rank 1 is what the two layers can do with
 * that channel.
 */
final class Separable {
  private Separable() {}

  static List<Candidate> of(ConvolutionSite site) {
    Filters all = site.filters();
    if (site.group() > 1 || all.height() * all.width() == 1) {
      return List.of();
    }
    int positions = all.height() * all.width();
    Filters depthwise = Filters.zeros(all.in(), 1, all.height(), all.width());
    Filters pointwise = Filters.zeros(all.out(), all.in(), 1, 1);
    for (int c = 0; c < all.in(); c++) {
      double[][] channel = new double[all.out()][positions];
      for (int m = 0; m < all.out(); m++) {
        for (int p = 0; p < positions; p++) {
          channel[m][p] = all.at(m, c, p / all.width(), p % all.width());
        }
      }
      Factors.Pair factors = new Factors(channel).pair(1);
      for (int m = 0; m < all.out(); m++) {
        pointwise.set(m, c, 0, 0, factors.left()[m][0]);
      }
      for (int p = 0; p < positions; p++) {
        depthwise.set(c, 0, p / all.width(), p % all.width(), factors.right()[0][p]);
      }
    }
    double share =
        (double) (depthwise.values().length + pointwise.values().length) / all.values().length;
    return List.of(
        new Candidate(
            "depthwise separable",
            share,
            site.branch("separable")
                .convolution("depthwise", depthwise, Optional.empty(), site.window(), all.in())
                .convolution("pointwise", pointwise, site.bias(), Window.POINT, 1)
                .alternative()));
  }
}
