package dev.pluto.engine.search;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.pluto.engine.train.Hooks;
import dev.pluto.engine.train.TrainableGraph;
import dev.pluto.engine.train.Trainer;
import dev.pluto.spi.search.LossTerm;
import dev.pluto.spi.task.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The loss that weights and structure share: the task's loss and the terms that operators add, over
 * a scale that makes multipliers comparable between tasks. Where the task compares with the
 * original model itself, the terms are all there is.
 */
public final class Objective {
  private final Task<?> task;
  private final List<Watched> terms;
  private final List<String> ofModel;
  private final List<String> ofOriginal;
  private final TrainableGraph teacher;
  private final double scale;

  /**
   * An objective.
   *
   * @param teacher the original model; run only if there are terms
   * @param names what the trained graph calls a value of the graph that the terms know
   * @param scale loss that counts as 1
   */
  Objective(
      Task<?> task,
      List<LossTerm> terms,
      TrainableGraph teacher,
      Function<String, Optional<String>> names,
      double scale) {
    this.task = task;
    Map<String, String> features = new LinkedHashMap<>();
    for (String feature : terms.stream().flatMap(t -> t.features().stream()).distinct().toList()) {
      if (teacher.graph().producer(feature).isPresent()) {
        names.apply(feature).ifPresent(name -> features.put(feature, name));
      }
    }
    this.ofOriginal = List.copyOf(features.keySet());
    this.ofModel = List.copyOf(features.values());
    this.terms = terms.stream().map(t -> Watched.of(t, ofOriginal)).toList();
    this.teacher = teacher;
    this.scale = scale;
  }

  /**
   * A term and what it looks at.
   *
   * @param features places among all features
   */
  private record Watched(LossTerm term, List<Integer> features) {
    static Watched of(LossTerm term, List<String> all) {
      return new Watched(
          term, term.features().stream().map(all::indexOf).filter(i -> i >= 0).toList());
    }

    NDArray loss(NDList model, NDList original, int outputs) {
      return term.loss(activations(model, outputs), activations(original, outputs));
    }

    private LossTerm.Activations activations(NDList all, int outputs) {
      NDList own = new NDList();
      features.forEach(f -> own.add(all.get(outputs + f)));
      return new LossTerm.Activations(all.subNDList(0, outputs), own);
    }
  }

  /** The scaled loss of a batch, a differentiable scalar. */
  public NDArray of(Trainer.Forward forward, NDList inputs, NDList targets) {
    NDList model = forward.with(ofModel);
    int outputs = model.size() - ofModel.size();
    NDArray loss =
        task.comparesWithOriginal()
            ? LossTerm.number(model.get(0), 0)
            : task.loss(model.subNDList(0, outputs), targets);
    if (!terms.isEmpty()) {
      NDList original = teacher.evaluate(inputs, Hooks.NONE, ofOriginal);
      for (Watched watched : terms) {
        NDArray value = watched.loss(model, original, outputs);
        loss = loss.add(value.mul(LossTerm.number(value, watched.term().weight())));
      }
    }
    return loss.div(LossTerm.number(loss, scale));
  }
}
