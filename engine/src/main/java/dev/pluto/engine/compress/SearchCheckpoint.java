package dev.pluto.engine.compress;

import dev.pluto.engine.onnx.OnnxReader;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.onnx.OpaqueExpansion;
import dev.pluto.engine.run.RunDirectory;
import dev.pluto.engine.search.SearchSpace;
import dev.pluto.engine.search.SearchedStructure;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.StateDict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the outcome of a search in the run directory, so that a run goes on behind it. */
final class SearchCheckpoint {
  private static final String NUMBERS = "checkpoints/search.json";
  private static final String WEIGHTS = "checkpoints/search.onnx";

  /** States of relaxations as constants of a model: named tensors in a known format. */
  private static final String STATES = "checkpoints/search-states.onnx";

  private static final String SEPARATOR = "|";

  /** A model needs an output; this one gives the version of the format. */
  private static final String VERSION = "version";

  /** The part that is numbers; decisions by id, so that a changed search space is noticed. */
  record Numbers(
      List<String> decisions,
      List<Integer> settings,
      Optional<List<Integer>> bestFeasible,
      List<List<Double>> losses,
      List<Double> multipliers,
      double scale) {}

  private SearchCheckpoint() {}

  /** Writes a structure; the numbers last, so that they stand for a complete checkpoint. */
  static void write(RunDirectory directory, SearchSpace space, SearchedStructure searched) {
    directory.write(WEIGHTS, OnnxWriter.write(searched.graph()));
    Graph.Builder states =
        Graph.builder("states")
            .opset("", 21)
            .initializer(VERSION, Tensor.ofLongs(Shape.of(), 1))
            .node(new Node(VERSION, "", "Identity", List.of(VERSION), List.of("states"), Map.of()))
            .output(new ValueInfo("states", DataType.INT64, Optional.of(List.of())));
    for (int d = 0; d < searched.relaxations().size(); d++) {
      String prefix = d + SEPARATOR;
      searched
          .relaxations()
          .get(d)
          .tensors()
          .forEach((name, tensor) -> states.initializer(prefix + name, tensor));
    }
    directory.write(STATES, OnnxWriter.write(states.build()));
    directory.writeJson(
        NUMBERS,
        new Numbers(
            ids(space),
            searched.settings(),
            searched.bestFeasible(),
            searched.losses(),
            searched.multipliers(),
            searched.scale()));
  }

  /** The outcome of an earlier search, if this space's search got to its end. */
  static Optional<SearchedStructure> read(RunDirectory directory, SearchSpace space) {
    return directory
        .readJson(NUMBERS, Numbers.class)
        .filter(numbers -> numbers.decisions().equals(ids(space)))
        .map(numbers -> structure(directory, space, numbers));
  }

  private static SearchedStructure structure(
      RunDirectory directory, SearchSpace space, Numbers numbers) {
    List<Map<String, Tensor>> states = new ArrayList<>();
    numbers.decisions().forEach(id -> states.add(new HashMap<>()));
    OnnxReader.read(directory.file(STATES))
        .initializers()
        .forEach(
            (name, tensor) -> {
              int end = name.indexOf(SEPARATOR);
              if (end > 0) {
                states
                    .get(Integer.parseInt(name.substring(0, end)))
                    .put(name.substring(end + SEPARATOR.length()), tensor);
              }
            });
    return new SearchedStructure(
        OpaqueExpansion.restore(
            OnnxReader.read(directory.file(WEIGHTS)), space.structures().graph()),
        states.stream().map(StateDict::new).toList(),
        numbers.settings(),
        numbers.bestFeasible(),
        numbers.losses(),
        numbers.multipliers(),
        numbers.scale());
  }

  private static List<String> ids(SearchSpace space) {
    return space.decisions().stream().map(Decision::id).toList();
  }
}
