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

  private static final double NOISE = 24;
  private static final int MOST_LINES = 3;
  private static final int DARK = 120;
  private static final int BRIGHT = 35;

  private final Random random;

  ImagePainter(Random random) {
    this.random = random;
  }

  BufferedImage paint(Motif motif) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    Color background = dark();
    graphics.setPaint(new GradientPaint(0, 0, background, between(8, 32), 32, dark()));
    graphics.fillRect(0, 0, SIDE, SIDE);
    for (int line = random.nextInt(MOST_LINES + 1); line > 0; line--) {
      graphics.setColor(brighterThan(background));
      graphics.setStroke(new BasicStroke(between(0.5f, 1.5f)));
      graphics.draw(new Line2D.Float(place(), place(), place(), place()));
    }
    double radius = between(7, 12);
    AffineTransform transform =
        AffineTransform.getTranslateInstance(
            between((float) radius, (float) (SIDE - radius)),
            between((float) radius, (float) (SIDE - radius)));
    transform.rotate(between(0, (float) (2 * Math.PI)));
    transform.scale(radius, radius * between(0.8f, 1.1f));
    graphics.setColor(brighterThan(background));
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

  private Color dark() {
    return new Color(random.nextInt(DARK), random.nextInt(DARK), random.nextInt(DARK));
  }

  /** A colour that is brighter than {@code background} in every channel, but not always by much. */
  private Color brighterThan(Color background) {
    return new Color(
        brighterThan(background.getRed()),
        brighterThan(background.getGreen()),
        brighterThan(background.getBlue()));
  }

  private int brighterThan(int level) {
    return level + BRIGHT + random.nextInt(256 - BRIGHT - level);
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
