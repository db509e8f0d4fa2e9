package dev.pluto.plugins.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.Renormalization;
import dev.pluto.engine.analysis.Renormalization.Moments;
import dev.pluto.engine.analysis.ShapeInference;
import dev.pluto.engine.analysis.Types;
import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.engine.train.Batch;
import dev.pluto.engine.train.Hooks;
import dev.pluto.engine.train.TrainableGraph;
import dev.pluto.engine.train.Trainer;
import dev.pluto.engine.train.TrainingSession;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Frozen;
import dev.pluto.spi.search.LossTerm;
import dev.pluto.spi.search.Parameter;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.spi.search.Sampling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** All operators on a network, teacher included, ready to step. */
final class AllOperatorsRun implements AutoCloseable {
  /** What is trained. */
  enum Kind {
    /** Weights alone, without a teacher. */
    PLAIN,
    /** The same with batch normalizations behind all convolutions, which the others have, too. */
    NORMALIZED,
    /** Weights and structure. */
    SEARCH,
    /** Weights and step sizes of a network that is quantized throughout. */
    RECOVERY
  }

  /** Steps of a recovery before everything is quantized. */
  private static final int FLOAT_STEPS = 20;

  private final Operators operators = new Operators(BuiltInOperators.all());
  private final TrainingSession session = TrainingSession.open(1);
  private final TrainableGraph student;
  private final TrainableGraph teacher;
  private final List<LossTerm> terms;
  private final List<Relaxation> relaxations = new ArrayList<>();
  private final List<Frozen> frozen = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(1);
  private final Batch batch;
  private final Hooks hooks;
  private final Trainer trainer;
  private int steps;

  AllOperatorsRun(Graph graph, Map<String, Shape> shapes, Batch batch, Kind kind) {
    this.batch = batch;
    student =
        new TrainableGraph(
            session, kind == Kind.PLAIN ? graph : normalized(graph, shapes), operators::of);
    teacher = new TrainableGraph(session, graph, operators::of);
    AllOperators all = AllOperators.on(graph, shapes);
    terms = kind == Kind.PLAIN || kind == Kind.NORMALIZED ? List.of() : all.lossTerms();
    for (Decision decision : all.decisions()) {
      if (kind == Kind.SEARCH) {
        relaxations.add(decision.relax(session.context(graph)));
      } else if (kind == Kind.RECOVERY && decision.id().startsWith("quantization")) {
        frozen.add(decision.freeze(1, session.context(graph)));
      }
    }
    List<Parameter> parameters = new ArrayList<>();
    relaxations.forEach(r -> parameters.addAll(r.parameters()));
    frozen.forEach(f -> parameters.addAll(f.parameters()));
    hooks =
        new Hooks(
            kind == Kind.SEARCH
                ? relaxations.stream().flatMap(r -> r.hooks().stream()).toList()
                : frozen.stream().flatMap(f -> f.hooks().stream()).toList());
    trainer = new Trainer(session, student, parameters.stream().distinct().toList());
  }

  private Graph normalized(Graph graph, Map<String, Shape> shapes) {
    Types types = new ShapeInference(operators).infer(graph, shapes);
    Map<String, Moments> moments = new HashMap<>();
    Renormalization.values(graph, Renormalization.sites(graph, types))
        .forEach(
            (node, value) -> {
              int channels = Math.toIntExact(types.of(value).shape().size(1));
              moments.put(
                  node,
                  new Moments(
                      Collections.nCopies(channels, 0.0), Collections.nCopies(channels, 1.0)));
            });
    return Renormalization.insert(graph, moments);
  }

  /** Takes steps; every third samples hard. */
  void run(int count) {
    for (int i = 0; i < count; i++) {
      step(steps % 3 == 0);
    }
  }

  /**
   * Takes one step.
   *
   * @param hard whether the forward pass sees one setting of each decision alone
   * @throws IllegalStateException if the loss is not finite
   */
  void step(boolean hard) {
    frozen.forEach(f -> f.progress(steps < FLOAT_STEPS ? 0 : 1));
    steps++;
    double loss =
        trainer.step(
            batch,
            hooks,
            (forward, inputs, targets) -> {
              List<NDArray> positions =
                  relaxations.stream().map(r -> r.sample(new Sampling(1, hard, random))).toList();
              List<String> features = terms.stream().flatMap(t -> t.features().stream()).toList();
              NDList outputs = forward.with(features);
              NDArray sum = crossEntropy(outputs.get(0), targets.get(0));
              for (NDArray position : positions) {
                sum = sum.add(position.mul(number(0.01f)).sum());
              }
              if (!terms.isEmpty()) {
                NDList originals = teacher.evaluate(inputs, Hooks.NONE, features);
                for (LossTerm term : terms) {
                  sum =
                      sum.add(
                          term.loss(activations(outputs), activations(originals))
                              .mul(number((float) term.weight())));
                }
              }
              return sum;
            },
            signals -> relaxations.forEach(r -> r.observe(signals)),
            new Trainer.Rates(1e-4, 1e-3));
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException("the loss is not finite");
    }
  }

  /** Of a network with one output and one term. */
  private static LossTerm.Activations activations(NDList all) {
    return new LossTerm.Activations(all.subNDList(0, 1), all.subNDList(1));
  }

  private NDArray crossEntropy(NDArray logits, NDArray labels) {
    NDArray likelihood = logits.logSoftmax(1).gather(labels.reshape(-1, 1), 1);
    return likelihood.mean().neg();
  }

  private NDArray number(float value) {
    return session.manager().full(new ai.djl.ndarray.types.Shape(1), value);
  }

  /** Arrays that live as long as the session. */
  int arrays() {
    return session.manager().getManagedArrays().size();
  }

  @Override
  public void close() {
    trainer.close();
    relaxations.forEach(Relaxation::close);
    frozen.forEach(Frozen::close);
    teacher.close();
    student.close();
    session.close();
  }
}
