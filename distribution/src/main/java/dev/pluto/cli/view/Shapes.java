package dev.pluto.cli.view;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shapes as they are written in flags: 1x3x32x32. */
final class Shapes {
  private Shapes() {}

  static String text(List<?> sizes) {
    return sizes.isEmpty()
        ? "scalar"
        : sizes.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  static String byName(Map<String, List<Long>> shapes) {
    return shapes.entrySet().stream()
        .map(shape -> shape.getKey() + " " + text(shape.getValue()))
        .collect(Collectors.joining(", "));
  }
}
