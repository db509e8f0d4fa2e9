package dev.pluto.plugins.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.pluto.spi.graph.Shape;
import org.junit.jupiter.api.Test;

class ImageFidelityTest {
  private static final int HEIGHT = 16;
  private static final int WIDTH = 13;
  private static final Shape SHAPE = Shape.of(1, HEIGHT, WIDTH);

  private static float[] wave(double amplitude, double phase) {
    float[] values = new float[HEIGHT * WIDTH];
    for (int i = 0; i < values.length; i++) {
      int y = i / WIDTH;
      int x = i % WIDTH;
      values[i] = (float) (0.5 + amplitude * Math.sin(0.7 * x + 0.3 * y + phase));
    }
    return values;
  }

  /** Expected figures are from the definitions, worked out elsewhere, window by window. */
  @Test
  void figuresAreThoseOfTheDefinitions() {
    ImageFidelity fidelity = new ImageFidelity();
    fidelity.add(SHAPE, wave(0.4, 0), wave(0.35, 0.2), 0);
    assertThat(fidelity.signalToNoise()).isEqualTo(23.930740752873124, offset(1e-5));
    assertThat(fidelity.further().get("SSIM")).isEqualTo(0.9689447084666669, offset(1e-6));
  }

  @Test
  void equalImagesCountMostAndFiguresAreMeans() {
    ImageFidelity fidelity = new ImageFidelity();
    fidelity.add(SHAPE, wave(0.4, 0), wave(0.4, 0), 0);
    assertThat(fidelity.signalToNoise()).isEqualTo(100);
    assertThat(fidelity.further()).containsEntry("SSIM", 1.0);
    fidelity.add(SHAPE, new float[HEIGHT * WIDTH], constant(0.1f), 0);
    assertThat(fidelity.signalToNoise()).isEqualTo((100 + 20) / 2.0, offset(1e-5));
  }

  private static float[] constant(float value) {
    float[] values = new float[HEIGHT * WIDTH];
    java.util.Arrays.fill(values, value);
    return values;
  }

  @Test
  void whatLiesOutsideTheRangeIsClippedAndTheBorderIsLeftOut() {
    ImageFidelity fidelity = new ImageFidelity();
    fidelity.add(SHAPE, constant(1), constant(3), 0);
    float[] spoiled = constant(1);
    for (int i = 0; i < WIDTH; i++) {
      spoiled[i] = 0;
    }
    fidelity.add(SHAPE, constant(1), spoiled, 1);
    assertThat(fidelity.signalToNoise()).isEqualTo(100);
  }

  @Test
  void smallImagesHaveNoSimilarityAndNothingHasNoResult() {
    ImageFidelity fidelity = new ImageFidelity();
    assertThatThrownBy(fidelity::signalToNoise).isInstanceOf(IllegalStateException.class);
    fidelity.add(Shape.of(1, 2, 2), new float[4], new float[4], 0);
    assertThat(fidelity.further()).isEmpty();
  }
}
