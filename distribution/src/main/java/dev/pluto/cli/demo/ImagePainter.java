package dev.pluto.cli.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.Random;

/**
 * Draws a motif somewhere, in some size, turn and colour, on a background with clutter and noise.
 * The same random numbers give the same image.
 */
final class ImagePainter {
  /** Width and height of all images. */
  static final int SIDE = 32;

  private static final double LEAST_CONTRAST = 45;
  private static final double NOISE = 14;
  private static final int MOST_LINES = 4;

  private final Random random;

  ImagePainter(Random random) {
    this.random = random;
  }

  BufferedImage paint(Motif motif) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    Color background = colour();
    graphics.setPaint(new GradientPaint(0, 0, background, between(8, 32), 32, near(background)));
    graphics.fillRect(0, 0, SIDE, SIDE);
    for (int line = random.nextInt(MOST_LINES + 1); line > 0; line--) {
      graphics.setColor(colour());
      graphics.setStroke(new BasicStroke(between(0.5f, 1.5f)));
      graphics.draw(new Line2D.Float(place(), place(), place(), place()));
    }
    double radius = between(6, 12);
    AffineTransform transform =
        AffineTransform.getTranslateInstance(
            between((float) radius, (float) (SIDE - radius)),
            between((float) radius, (float) (SIDE - radius)));
    transform.rotate(between(0, (float) (2 * Math.PI)));
    transform.scale(radius, radius * between(0.8f, 1.1f));
    graphics.setColor(against(background));
    graphics.fill(transform.createTransformedShape(motif.shape()));
    graphics.dispose();
    addNoise(image);
    return image;
  }

  private float between(float low, float high) {
    return low + random.nextFloat() * (high - low);
  }

  private float place() {
    return between(0, SIDE);
  }

  private Color colour() {
    return new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256));
  }

  private Color near(Color colour) {
    return new Color(near(colour.getRed()), near(colour.getGreen()), near(colour.getBlue()));
  }

  private int near(int level) {
    return Math.max(0, Math.min(255, level + random.nextInt(81) - 40));
  }

  private Color against(Color background) {
    Color colour = colour();
    while (distance(colour, background) < LEAST_CONTRAST) {
      colour = colour();
    }
    return colour;
  }

  private static double distance(Color a, Color b) {
    int red = a.getRed() - b.getRed();
    int green = a.getGreen() - b.getGreen();
    int blue = a.getBlue() - b.getBlue();
    return Math.sqrt(red * red + green * green + blue * blue);
  }

  private void addNoise(BufferedImage image) {
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        Color colour = new Color(image.getRGB(x, y));
        image.setRGB(
            x,
            y,
            new Color(noisy(colour.getRed()), noisy(colour.getGreen()), noisy(colour.getBlue()))
                .getRGB());
      }
    }
  }

  private int noisy(int level) {
    return (int) Math.max(0, Math.min(255, Math.round(level + NOISE * random.nextGaussian())));
  }
}
