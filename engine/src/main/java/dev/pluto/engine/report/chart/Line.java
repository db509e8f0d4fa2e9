package dev.pluto.engine.report.chart;

import java.util.ArrayList;
import java.util.List;

/** A line with a name. Points that can't be drawn are left out. */
public record Line(String name, List<Point> points) {
  private static final double LARGEST = 1e100;
  private static final int MOST_POINTS = 300;

  /** Copies the points that can be drawn. */
  public Line {
    points = points.stream().filter(p -> Math.abs(p.y()) < LARGEST).toList();
  }

  /** Whether there is anything to see. */
  boolean isVisible() {
    return points.size() > 1;
  }

  Point first() {
    return points.get(0);
  }

  Point last() {
    return points.get(points.size() - 1);
  }

  /** A line that looks the same with no more points than the eye can tell apart. */
  List<Point> thinned() {
    if (points.size() <= MOST_POINTS) {
      return points;
    }
    List<Point> thinned = new ArrayList<>();
    for (int n = 0; n < MOST_POINTS; n++) {
      thinned.add(points.get((int) ((long) n * (points.size() - 1) / (MOST_POINTS - 1))));
    }
    return thinned;
  }
}
