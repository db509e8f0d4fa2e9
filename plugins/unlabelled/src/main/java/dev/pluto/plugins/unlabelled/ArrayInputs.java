package dev.pluto.plugins.unlabelled;

import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.Normalization;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Samples that lie in arrays. Their numbers are passed as they are.
 *
 * @param places where each sample lies
 */
record ArrayInputs(List<Place> places, List<ValueInfo> inputs) implements Inputs {
  /** Arrays are not scaled: (x / 255 − 0) / (1 / 255). */
  private static final Normalization AS_THEY_ARE =
      new Normalization("as-they-are", List.of(0.0), List.of(1 / 255.0));

  private static final int MOST_PROBLEMS = 20;

  /** A sample of a file. */
  record Place(ArrayFile file, int index) {}

  /**
   * Opens files. All numbers are looked at.
   *
   * @throws ProblemException naming the files that do not fit the model or each other, or hold
   *     numbers that the model cannot take
   */
  static InputFormat.Opened open(
      List<ArrayFile> training, Optional<List<ArrayFile>> validation, List<ValueInfo> inputs) {
    List<Problem> problems = new ArrayList<>();
    List<ArrayFile> all = new ArrayList<>(training);
    validation.ifPresent(all::addAll);
    all.forEach(file -> problems.addAll(file.problems(inputs)));
    if (problems.isEmpty()) {
      problems.addAll(differing(training, inputs));
    }
    refuse(problems);
    ArrayInputs ours = of(training, inputs);
    Optional<Inputs> theirs = validation.map(files -> of(files, inputs));
    ours.check(problems);
    theirs.ifPresent(others -> ((ArrayInputs) others).check(problems));
    refuse(problems);
    return new InputFormat.Opened(ours, theirs, List.of(AS_THEY_ARE));
  }

  private static ArrayInputs of(List<ArrayFile> files, List<ValueInfo> inputs) {
    List<Place> places = new ArrayList<>();
    for (ArrayFile file : files) {
      int count = file.samples(inputs);
      for (int i = 0; i < count; i++) {
        places.add(new Place(file, i));
      }
    }
    return new ArrayInputs(List.copyOf(places), inputs);
  }

  /** Files whose samples have another shape than those of the first: they fit into no batch. */
  private static List<Problem> differing(List<ArrayFile> files, List<ValueInfo> inputs) {
    List<Shape> first = files.get(0).shapes(inputs);
    List<Problem> problems = new ArrayList<>();
    for (ArrayFile file : files) {
      List<Shape> shapes = file.shapes(inputs);
      if (!shapes.equals(first)) {
        problems.add(
            new Problem(
                file.file().toString(),
                "its samples are %s, those of %s are %s"
                    .formatted(shapes, files.get(0).file().getFileName(), first),
                "training samples of one shape"));
      }
    }
    return problems;
  }

  private static void refuse(List<Problem> problems) {
    if (problems.size() > MOST_PROBLEMS) {
      List<Problem> some = new ArrayList<>(problems.subList(0, MOST_PROBLEMS));
      some.add(new Problem("", "and %d more".formatted(problems.size() - MOST_PROBLEMS)));
      throw new ProblemException(ProblemException.Kind.USAGE, some);
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ProblemException.Kind.USAGE, problems);
    }
  }

  private void check(List<Problem> problems) {
    for (int i = 0; i < places.size() && problems.size() < MOST_PROBLEMS; i++) {
      try {
        get(i, AS_THEY_ARE);
      } catch (ProblemException e) {
        problems.addAll(e.problems());
      }
    }
  }

  @Override
  public int size() {
    return places.size();
  }

  /**
   * {@inheritDoc}
   *
   * @throws ProblemException (USAGE) if they are to be scaled
   */
  @Override
  public List<Tensor> get(int index, Normalization scaling) {
    if (!scaling.name().equals(AS_THEY_ARE.name())) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(
              "task.data.normalize",
              "arrays are not scaled as '%s'".formatted(scaling.name()),
              AS_THEY_ARE.name() + ", or auto"));
    }
    Place place = places.get(index);
    List<Shape> shapes = place.file().shapes(inputs);
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      tensors.add(
          place
              .file()
              .arrays()
              .get(i)
              .part(place.index(), shapes.get(i), inputs.get(i).dataType()));
    }
    return tensors;
  }
}
