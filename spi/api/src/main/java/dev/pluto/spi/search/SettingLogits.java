package dev.pluto.spi.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.pluto.spi.Api;
import java.util.random.RandomGenerator;

/**
 * The logits of a decision whose position is their softmax, one per setting: for decisions whose
 * settings have no order. Straight-through gradients (Jang et al., "Categorical Reparameterization
 * with Gumbel-Softmax", 2017). Not for widths, which one number tells better.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public final class SettingLogits {
  private final NDManager manager;
  private final NDArray array;
  private final float chosen;
  private double temperature = 1;

  /**
   * Logits at the first setting.
   *
   * @param manager owns the array
   * @param chosen logit of a setting that is moved to; those of the others are 0, so that it says
   *     how far away they are
   */
  public SettingLogits(NDManager manager, int settings, float chosen) {
    this.manager = manager;
    this.chosen = chosen;
    array = manager.zeros(new Shape(settings));
    array.setRequiresGradient(true);
    moveTo(0);
  }

  /** The trainable array, shape (settings). */
  public NDArray array() {
    return array;
  }

  /** Sets the temperature of all positions from now on. */
  public void temperature(double value) {
    temperature = value;
  }

  /** The position, differentiable in the logits. */
  public NDArray soft() {
    return soft(array);
  }

  /** The position that the logits would have with Gumbel noise: its largest element is a draw. */
  public NDArray noisy(RandomGenerator random) {
    float[] noise = new float[settings()];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) -Math.log(-Math.log(1 - random.nextDouble()));
    }
    return soft(array.add(manager.create(noise)));
  }

  private NDArray soft(NDArray logits) {
    // A number as an array of its own: DJL closes one that it makes while it is still read.
    return logits.div(manager.full(new Shape(1), (float) temperature)).softmax(0);
  }

  /** One setting alone, with the gradient of a soft position. */
  public NDArray corner(int setting, NDArray soft) {
    float[] corner = new float[settings()];
    corner[setting] = 1;
    // The difference is 0; it carries the gradient.
    return soft.sub(soft.stopGradient()).add(manager.create(corner));
  }

  /** The position on the host; sums to 1. */
  public double[] position() {
    float[] logits = array.toFloatArray();
    float largest = logits[0];
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double[] position = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      position[i] = Math.exp((logits[i] - largest) / temperature);
      sum += position[i];
    }
    for (int i = 0; i < position.length; i++) {
      position[i] /= sum;
    }
    return position;
  }

  /** A setting drawn from the position. */
  public int draw(RandomGenerator random) {
    double[] position = position();
    double rest = random.nextDouble();
    int setting = 0;
    while (setting < position.length - 1 && rest >= position[setting]) {
      rest -= position[setting++];
    }
    return setting;
  }

  /** Makes a setting the most probable one. */
  public void moveTo(int setting) {
    float[] logits = new float[settings()];
    logits[setting] = chosen;
    Parameter.write(array, logits);
  }

  private int settings() {
    return Math.toIntExact(array.size());
  }
}
