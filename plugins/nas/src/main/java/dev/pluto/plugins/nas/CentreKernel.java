package dev.pluto.plugins.nas;

import java.util.List;

/** The centre of the filters: 3x3 without its border is 1x1. */
final class CentreKernel {
  private CentreKernel() {}

  static List<Candidate> of(ConvolutionSite site) {
    Filters filters = site.filters();
    int rows = filters.height() >= 3 && filters.height() % 2 == 1 ? 1 : 0;
    int columns = filters.width() >= 3 && filters.width() % 2 == 1 ? 1 : 0;
    if (rows + columns == 0) {
      return List.of();
    }
    return site.window().shrunk(rows, columns).stream()
        .map(window -> candidate(site, window, rows, columns))
        .toList();
  }

  private static Candidate candidate(ConvolutionSite site, Window window, int rows, int columns) {
    Filters all = site.filters();
    Filters centre =
        Filters.zeros(all.out(), all.in(), all.height() - 2 * rows, all.width() - 2 * columns);
    for (int m = 0; m < centre.out(); m++) {
      for (int c = 0; c < centre.in(); c++) {
        for (int i = 0; i < centre.height(); i++) {
          for (int j = 0; j < centre.width(); j++) {
            centre.set(m, c, i, j, all.at(m, c, i + rows, j + columns));
          }
        }
      }
    }
    return new Candidate(
        "%dx%d kernel".formatted(centre.height(), centre.width()),
        (double) centre.values().length / all.values().length,
        site.branch("kernel")
            .convolution("conv", centre, site.bias(), window, site.group())
            .alternative());
  }
}
