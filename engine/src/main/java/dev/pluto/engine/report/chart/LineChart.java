package dev.pluto.engine.report.chart;

import dev.pluto.engine.report.html.Element;
import dev.pluto.engine.report.html.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Lines over steps. Colours and dashes come from the classes {@code line-0} to {@code line-5} of
 * the page's style sheet.
 *
 * @param title heading of the figure
 * @param explanation what the lines show, in words
 * @param lines the lines; those of fewer than two points are left out
 * @param level a value to which the lines are compared
 */
public record LineChart(
    String title, String explanation, List<Line> lines, Optional<Double> level) {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 260;
  private static final int LEFT = 58;
  private static final int RIGHT = 14;
  private static final int TOP = 12;
  private static final int BOTTOM = 44;
  private static final int STYLES = 6;

  /** Leaves out what can't be seen. */
  public LineChart {
    lines = lines.stream().filter(Line::isVisible).toList();
  }

  /** The figure; empty if there is no line. */
  public Optional<Element> toElement() {
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Element.of(
                "figure",
                Element.of(
                    "figcaption",
                    Element.of("strong", title),
                    new Text(" "),
                    Element.of("span", explanation)),
                drawing(),
                legend())
            .with("class", "chart"));
  }

  private Element drawing() {
    Axis across = axis(lines.stream().flatMap(l -> l.points().stream()).mapToDouble(Point::x));
    Axis up =
        axis(
            DoubleStream.concat(
                lines.stream().flatMap(l -> l.points().stream()).mapToDouble(Point::y),
                level.stream().mapToDouble(v -> v)));
    Element svg =
        Element.of("svg")
            .with("viewBox", "0 0 %d %d".formatted(WIDTH, HEIGHT))
            .with("role", "img")
            .with("aria-label", description());
    for (int n = 0; n <= up.steps(); n++) {
      double y = y(up, up.tick(n));
      svg.add(straight(LEFT, y, (double) WIDTH - RIGHT, y).with("class", "grid"));
      svg.add(text(LEFT - 8.0, y + 5, up.label(n)).with("text-anchor", "end"));
    }
    for (int n = 0; n <= across.steps(); n++) {
      double x = x(across, across.tick(n));
      svg.add(straight(x, HEIGHT - BOTTOM, x, HEIGHT - BOTTOM + 5.0).with("class", "grid"));
      svg.add(
          text(x, HEIGHT - BOTTOM + 21.0, across.label(n)).with("text-anchor", anchor(n, across)));
    }
    svg.add(text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 5.0, "step").with("text-anchor", "middle"));
    level.ifPresent(
        v ->
            svg.add(
                straight(LEFT, y(up, v), (double) WIDTH - RIGHT, y(up, v)).with("class", "level")));
    for (int l = 0; l < lines.size(); l++) {
      List<String> points = new ArrayList<>();
      for (Point point : lines.get(l).thinned()) {
        points.add(number(x(across, point.x())) + "," + number(y(up, point.y())));
      }
      svg.add(
          Element.of("polyline").with("class", style(l)).with("points", String.join(" ", points)));
    }
    return svg;
  }

  /** The lines in words, for those who do not see them. */
  private String description() {
    List<String> parts = new ArrayList<>();
    for (Line line : lines) {
      parts.add(
          String.format(
              Locale.ROOT,
              "%s goes from %s at step %.0f to %s at step %.0f",
              line.name(),
              line.first().height(),
              line.first().x(),
              line.last().height(),
              line.last().x()));
    }
    return title + ": " + String.join("; ", parts);
  }

  private Element legend() {
    Element legend = Element.of("ul").with("class", "legend");
    for (int l = 0; l < lines.size(); l++) {
      legend.add(
          Element.of(
              "li",
              Element.of("svg", straight(1, 5, 27, 5).with("class", style(l)))
                  .with("viewBox", "0 0 28 10")
                  .with("aria-hidden", "true"),
              Element.of("span", lines.get(l).name()),
              Element.of("span", lines.get(l).last().height()).with("class", "faint")));
    }
    return legend;
  }

  private static Axis axis(DoubleStream values) {
    double[] range =
        values.collect(
            () -> new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY},
            (r, v) -> {
              r[0] = Math.min(r[0], v);
              r[1] = Math.max(r[1], v);
            },
            (r, s) -> {
              r[0] = Math.min(r[0], s[0]);
              r[1] = Math.max(r[1], s[1]);
            });
    return Axis.covering(range[0], range[1]);
  }

  private static String anchor(int tick, Axis axis) {
    return tick == axis.steps() ? "end" : "middle";
  }

  private static String style(int line) {
    return "line-" + line % STYLES;
  }

  private static double x(Axis axis, double value) {
    return LEFT + axis.share(value) * (WIDTH - LEFT - RIGHT);
  }

  private static double y(Axis axis, double value) {
    return HEIGHT - BOTTOM - axis.share(value) * (HEIGHT - TOP - BOTTOM);
  }

  private static Element straight(double x1, double y1, double x2, double y2) {
    return Element.of("line")
        .with("x1", number(x1))
        .with("y1", number(y1))
        .with("x2", number(x2))
        .with("y2", number(y2));
  }

  private static Element text(double x, double y, String text) {
    return Element.of("text", text).with("x", number(x)).with("y", number(y));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
