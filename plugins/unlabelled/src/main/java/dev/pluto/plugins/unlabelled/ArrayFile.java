package dev.pluto.plugins.unlabelled;

import dev.pluto.plugins.samples.numpy.NumpyArray;
import dev.pluto.spi.Problem;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.ValueInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A file of arrays, one per input of the model. An array of as many axes as the input holds many
 * samples, the sample axis first; one of one axis less holds one sample.
 */
record ArrayFile(Path file, List<NumpyArray> arrays) {
  ArrayFile {
    arrays = List.copyOf(arrays);
  }

  /** What does not fit the inputs of the model; if nothing, the samples can be read. */
  List<Problem> problems(List<ValueInfo> inputs) {
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < arrays.size(); i++) {
      problem(arrays.get(i), inputs.get(i)).ifPresent(problems::add);
    }
    if (problems.isEmpty()) {
      List<Long> counts =
          IntStream.range(0, arrays.size()).mapToObj(i -> count(i, inputs)).distinct().toList();
      if (counts.size() > 1) {
        problems.add(
            new Problem(
                file.toString(), "its arrays hold %s samples".formatted(counts), "as many each"));
      }
    }
    return problems;
  }

  private static Optional<Problem> problem(NumpyArray array, ValueInfo input) {
    if (!array.convertsTo(input.dataType())) {
      return Optional.of(
          new Problem(
              array.place(),
              "it holds %s".formatted(array.elementType()),
              "numbers that become %s, as input '%s' takes"
                  .formatted(input.dataType(), input.name())));
    }
    if (!fits(array.shape(), input)) {
      return Optional.of(
          new Problem(
              array.place(),
              "its shape is " + array.shape(),
              "samples %s, or many with one axis more in front, as input '%s' takes"
                  .formatted(wanted(input), input.name())));
    }
    return Optional.empty();
  }

  /** Whether shape and input agree in all axes but the first of the input, which is the batch. */
  private static boolean fits(Shape shape, ValueInfo input) {
    if (input.dimensions().isEmpty()) {
      return shape.rank() > 0;
    }
    List<Dimension> sizes = input.dimensions().get();
    int extra = shape.rank() - (sizes.size() - 1);
    if (sizes.isEmpty() || extra < 0 || extra > 1) {
      return false;
    }
    return IntStream.range(1, sizes.size())
        .allMatch(
            axis ->
                !(sizes.get(axis) instanceof Dimension.Fixed fixed)
                    || fixed.size() == shape.size(axis - 1 + extra));
  }

  private static String wanted(ValueInfo input) {
    return input.dimensions().orElse(List.of()).stream()
        .skip(1)
        .map(size -> size instanceof Dimension.Fixed fixed ? Long.toString(fixed.size()) : "?")
        .collect(Collectors.joining("x", "[", "]"));
  }

  private boolean holdsMany(int array, List<ValueInfo> inputs) {
    int rank = arrays.get(array).shape().rank();
    return inputs.get(array).dimensions().map(sizes -> sizes.size() == rank).orElse(true);
  }

  private long count(int array, List<ValueInfo> inputs) {
    return holdsMany(array, inputs) ? arrays.get(array).shape().size(0) : 1;
  }

  /** Number of samples. */
  int samples(List<ValueInfo> inputs) {
    return Math.toIntExact(count(0, inputs));
  }

  /** Shape of a sample, one per input. */
  List<Shape> shapes(List<ValueInfo> inputs) {
    return IntStream.range(0, arrays.size())
        .mapToObj(
            i -> {
              long[] sizes = arrays.get(i).shape().sizes();
              return Shape.of(
                  Arrays.copyOfRange(sizes, holdsMany(i, inputs) ? 1 : 0, sizes.length));
            })
        .toList();
  }
}
