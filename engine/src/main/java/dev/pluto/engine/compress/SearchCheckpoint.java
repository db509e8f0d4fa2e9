package dev.pluto.engine.compress;

import dev.pluto.engine.onnx.OnnxReader;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.run.RunDirectory;
import dev.pluto.engine.search.SearchOutcome;
import dev.pluto.engine.search.SearchSpace;
import dev.pluto.spi.graph.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the outcome of a search in the run directory, so that a run goes on behind it. */
final class SearchCheckpoint {
  private static final String CHOICES = "checkpoints/search.json";
  private static final String MODEL = "checkpoints/search.onnx";

  /**
   * The choices in words, so that they still mean the same should decisions be ordered otherwise.
   */
  record Choices(
      List<String> decisions, List<String> settings, List<Double> multipliers, double scale) {}

  private SearchCheckpoint() {}

  /** Writes an outcome; the choices last, so that they stand for a complete checkpoint. */
  static void write(RunDirectory directory, SearchSpace space, SearchOutcome outcome) {
    // Recovery puts the precisions back, with scales; without scales they would only round weights.
    Graph unrounded = outcome.graph().toBuilder().quantizations(Map.of()).build();
    directory.write(MODEL, OnnxWriter.write(unrounded));
    List<String> decisions = new ArrayList<>();
    List<String> settings = new ArrayList<>();
    for (int d = 0; d < space.decisions().size(); d++) {
      decisions.add(space.decisions().get(d).id());
      settings.add(space.label(d, outcome.settings().get(d)));
    }
    directory.writeJson(
        CHOICES, new Choices(decisions, settings, outcome.multipliers(), outcome.scale()));
  }

  /** The outcome of an earlier search, if this space's search got to its end. */
  static Optional<SearchOutcome> read(RunDirectory directory, SearchSpace space) {
    return directory
        .readJson(CHOICES, Choices.class)
        .filter(c -> c.decisions().equals(space.decisions().stream().map(d -> d.id()).toList()))
        .map(
            c -> {
              List<Integer> settings = new ArrayList<>();
              for (int d = 0; d < c.settings().size(); d++) {
                List<String> labels =
                    space.decisions().get(d).settings().stream().map(s -> s.label()).toList();
                settings.add(labels.indexOf(c.settings().get(d)));
              }
              return new SearchOutcome(
                  settings, c.multipliers(), c.scale(), OnnxReader.read(directory.file(MODEL)));
            });
  }
}
