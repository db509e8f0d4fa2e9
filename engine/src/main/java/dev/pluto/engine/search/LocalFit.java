package dev.pluto.engine.search;

import dev.pluto.engine.train.Batch;
import dev.pluto.engine.train.BranchFit;
import dev.pluto.engine.train.TrainableGraph;
import dev.pluto.engine.train.TrainingSession;
import dev.pluto.spi.graph.Choice;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.search.Alternative;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.StructureDecision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Fits every alternative to its site before the search begins: a few steps on the site's own inputs
 * and outputs in the given network. What an alternative costs in quality is then measured on what
 * it can do and not on how well constants alone could be factorised.
 */
final class LocalFit {
  private static final int PASSES = 3;
  private static final double RATE = 4e-3;

  private LocalFit() {}

  /** Trains the constants of all alternatives, several times on each batch. */
  static void run(
      TrainingSession session,
      TrainableGraph model,
      List<Decision> decisions,
      List<Batch> batches) {
    List<BranchFit.Part> parts = parts(model, decisions);
    if (parts.isEmpty()) {
      return;
    }
    try (BranchFit fit = new BranchFit(session, model, parts)) {
      int steps = PASSES * batches.size();
      for (int step = 0; step < steps; step++) {
        double left = 1 - step / (double) steps;
        fit.step(batches.get(step % batches.size()), RATE * left);
      }
    }
  }

  private static List<BranchFit.Part> parts(TrainableGraph model, List<Decision> decisions) {
    List<BranchFit.Part> parts = new ArrayList<>();
    for (Decision decision : decisions) {
      if (decision instanceof StructureDecision structure) {
        String original = original(model, structure);
        for (Alternative alternative : structure.alternatives()) {
          if (!alternative.initializers().isEmpty()) {
            parts.add(
                new BranchFit.Part(
                    alternative.result(),
                    original,
                    alternative.initializers().keySet(),
                    inputs(alternative)));
          }
        }
      }
    }
    return parts;
  }

  private static String original(TrainableGraph model, StructureDecision decision) {
    return model
        .graph()
        .producer(decision.value())
        .filter(Choice::is)
        .map(choice -> choice.inputs().get(0))
        .orElseThrow(() -> new IllegalStateException("no choice of '" + decision.value() + "'"));
  }

  /** The values that an alternative reads from outside. */
  private static Set<String> inputs(Alternative alternative) {
    Set<String> own = new HashSet<>(alternative.initializers().keySet());
    Set<String> inputs = new LinkedHashSet<>();
    for (Node node : alternative.nodes()) {
      node.inputs().stream().filter(i -> !i.isEmpty() && !own.contains(i)).forEach(inputs::add);
      own.addAll(node.outputs());
    }
    return inputs;
  }
}
