package dev.pluto.plugins.images;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.ValueInfo;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a model's image input looks like.
 *
 * @param channels 1 or 3
 * @param height fixed height in pixels; empty where the caller chooses
 * @param width fixed width in pixels; empty where the caller chooses
 * @param channelsLast whether the layout is [N, H, W, C] instead of [N, C, H, W]
 */
public record ImageInput(
    int channels, OptionalInt height, OptionalInt width, boolean channelsLast) {

  /**
   * Reads it off the model's inputs.
   *
   * @throws ProblemException if the model does not take one batch of grey or colour images
   */
  public static ImageInput of(List<ValueInfo> inputs) {
    if (inputs.size() != 1) {
      throw refused("inputs", "the model has " + inputs.size() + " inputs");
    }
    ValueInfo input = inputs.get(0);
    List<Dimension> sizes = input.dimensions().orElse(List.of());
    if (!input.dataType().isFloat() || sizes.size() != 4) {
      throw refused(
          input.name(), "it is " + input.dataType() + " with " + sizes.size() + " dimensions");
    }
    OptionalInt second = fixed(sizes.get(1));
    OptionalInt last = fixed(sizes.get(3));
    if (isChannels(second)) {
      return new ImageInput(second.getAsInt(), fixed(sizes.get(2)), last, false);
    }
    if (isChannels(last)) {
      return new ImageInput(last.getAsInt(), second, fixed(sizes.get(2)), true);
    }
    throw refused(input.name(), "neither its second nor its last size is 1 or 3");
  }

  private static boolean isChannels(OptionalInt size) {
    return size.isPresent() && (size.getAsInt() == 1 || size.getAsInt() == 3);
  }

  private static OptionalInt fixed(Dimension size) {
    return size instanceof Dimension.Fixed fixed
        ? OptionalInt.of(Math.toIntExact(fixed.size()))
        : OptionalInt.empty();
  }

  private static ProblemException refused(String place, String what) {
    return new ProblemException(
        ProblemException.Kind.USAGE,
        new Problem(
            "model input " + place,
            what,
            "one float input [N, C, H, W] or [N, H, W, C] with 1 or 3 channels for an image task"));
  }
}
