package dev.pluto.plugins.images;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.DataRequest;
import java.util.List;

/** Models whose first output is an image as their input is. */
public final class ImageToImage {
  private ImageToImage() {}

  /**
   * The input of such a model.
   *
   * @param task name of the task, for errors
   * @param sizes what the output's height and width are called in errors, such as "H, W"
   * @throws ProblemException (usage) if channels come last, or the first output is no image with
   *     the channels of the input
   */
  public static ImageInput input(String task, DataRequest request, String sizes) {
    ImageInput input = ImageInput.of(request.inputs());
    if (input.channelsLast()) {
      throw refused(task, request.inputs().get(0), "its layout is [N, H, W, C]", "[N, C, H, W]");
    }
    ValueInfo output = request.outputs().get(0);
    List<Dimension> dimensions = output.dimensions().orElse(List.of());
    boolean image =
        dimensions.size() == 4
            && !(dimensions.get(1) instanceof Dimension.Fixed fixed
                && fixed.size() != input.channels());
    if (!image) {
      throw refused(
          task,
          output,
          "it is no image with " + input.channels() + " channels",
          "[N, %d, %s]".formatted(input.channels(), sizes));
    }
    return input;
  }

  private static ProblemException refused(
      String task, ValueInfo value, String what, String allowed) {
    return new ProblemException(
        ProblemException.Kind.USAGE,
        new Problem("task %s, '%s'".formatted(task, value.name()), what, allowed));
  }
}
