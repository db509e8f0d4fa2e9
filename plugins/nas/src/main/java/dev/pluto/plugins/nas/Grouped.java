package dev.pluto.plugins.nas;

import java.util.List;

/** The filters without what they read from other groups of channels than their own. */
final class Grouped {
  private Grouped() {}

  static List<Candidate> of(ConvolutionSite site, int groups) {
    Filters all = site.filters();
    if (site.group() > 1 || all.in() % groups != 0 || all.out() % groups != 0) {
      return List.of();
    }
    int in = all.in() / groups;
    int out = all.out() / groups;
    Filters own = Filters.zeros(all.out(), in, all.height(), all.width());
    for (int m = 0; m < own.out(); m++) {
      for (int c = 0; c < in; c++) {
        for (int p = 0; p < all.height() * all.width(); p++) {
          int row = p / all.width();
          int column = p % all.width();
          own.set(m, c, row, column, all.at(m, m / out * in + c, row, column));
        }
      }
    }
    return List.of(
        new Candidate(
            groups + " groups",
            1.0 / groups,
            site.branch("grouped")
                .convolution("conv", own, site.bias(), site.window(), groups)
                .alternative()));
  }
}
