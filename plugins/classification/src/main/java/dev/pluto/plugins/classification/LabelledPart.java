package dev.pluto.plugins.classification;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import java.util.List;

/**
 * The training or the test part of labelled images.
 *
 * @param origin the file or folder it comes from, for reports
 * @param classes names in the order of the labels
 * @param images the images
 */
record LabelledPart(String origin, List<String> classes, LabelledImages images) {
  LabelledPart {
    classes = List.copyOf(classes);
  }

  /**
   * The images labelled in the order of other class names.
   *
   * @throws ProblemException if there is a class that is not among them
   */
  LabelledImages labelledAs(List<String> wanted) {
    if (classes.equals(wanted)) {
      return images;
    }
    List<Problem> problems =
        classes.stream()
            .filter(c -> !wanted.contains(c))
            .map(
                c ->
                    new Problem(
                        origin,
                        "class '" + c + "' is not among those of the training data",
                        String.join(", ", wanted)))
            .toList();
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, problems);
    }
    int[] position = classes.stream().mapToInt(wanted::indexOf).toArray();
    return images.relabelled(label -> position[label]);
  }
}
