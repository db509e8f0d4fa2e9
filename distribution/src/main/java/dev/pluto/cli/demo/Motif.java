package dev.pluto.cli.demo;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;

/**
 * The classes of the demonstration: shapes around the origin, about as large as the unit circle.
 */
enum Motif {
  DISC,
  RING,
  SQUARE,
  FRAME,
  TRIANGLE,
  STAR,
  ARROW,
  CROSS,
  CRESCENT,
  STRIPES;

  /** The outline. */
  Shape shape() {
    return switch (this) {
      case DISC -> new Ellipse2D.Double(-0.85, -0.85, 1.7, 1.7);
      case RING -> stroked(new Ellipse2D.Double(-0.75, -0.75, 1.5, 1.5), 0.35f);
      case SQUARE -> new Rectangle2D.Double(-0.75, -0.75, 1.5, 1.5);
      case FRAME -> stroked(new Rectangle2D.Double(-0.7, -0.7, 1.4, 1.4), 0.35f);
      case TRIANGLE -> star(3, 0.5);
      case STAR -> star(5, 0.42);
      case ARROW -> arrow();
      case CROSS -> cross();
      case CRESCENT -> crescent();
      case STRIPES -> stripes();
    };
  }

  /** Name of the class, and of its folder. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static Shape stroked(Shape outline, float width) {
    return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER)
        .createStrokedShape(outline);
  }

  /**
   * A star with an inner radius; a triangle where the inner corners of three points lie on its
   * sides.
   */
  private static Shape star(int points, double inner) {
    Path2D path = new Path2D.Double();
    for (int corner = 0; corner < 2 * points; corner++) {
      double radius = corner % 2 == 0 ? 1 : inner;
      double angle = Math.PI * corner / points;
      double x = radius * Math.sin(angle);
      double y = -radius * Math.cos(angle);
      if (corner == 0) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    path.closePath();
    return path;
  }

  private static Shape arrow() {
    Path2D head = new Path2D.Double();
    head.moveTo(0, -1);
    head.lineTo(0.8, 0);
    head.lineTo(-0.8, 0);
    head.closePath();
    Area arrow = new Area(head);
    arrow.add(new Area(new Rectangle2D.Double(-0.22, -0.1, 0.44, 1.1)));
    return arrow;
  }

  private static Shape cross() {
    Area bars = new Area(new Rectangle2D.Double(-0.9, -0.28, 1.8, 0.56));
    bars.add(bars.createTransformedArea(AffineTransform.getQuadrantRotateInstance(1)));
    return bars;
  }

  private static Shape crescent() {
    Area disc = new Area(new Ellipse2D.Double(-0.9, -0.9, 1.8, 1.8));
    disc.subtract(new Area(new Ellipse2D.Double(-0.4, -0.85, 1.7, 1.7)));
    return disc;
  }

  private static Shape stripes() {
    Area bars = new Area();
    for (double y = -0.8; y < 0.8; y += 0.65) {
      bars.add(new Area(new Rectangle2D.Double(-0.8, y, 1.6, 0.3)));
    }
    return bars;
  }
}
