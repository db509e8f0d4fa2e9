package dev.pluto.engine.search.strategy;

import dev.pluto.engine.cost.CalibratedCosts;
import dev.pluto.engine.lagrangian.Reachable;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.search.Optimization;
import dev.pluto.engine.search.Plan;
import dev.pluto.engine.search.SearchSpace;
import dev.pluto.engine.search.SearchTask;
import dev.pluto.engine.search.TableProblem;
import dev.pluto.engine.search.Truth;
import dev.pluto.engine.structure.Effect;
import dev.pluto.engine.structure.Structure;
import dev.pluto.engine.structure.Structures;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Pruning as an optimization of its own: the decisions on structure and widths, priced as if all
 * precisions were lowered already. Each is lowered by one step; by another one as long as the
 * smallest widths do not meet the budgets.
 *
 * @param decisions indices of the decisions in the whole space
 */
record FirstStage(Optimization optimization, List<Integer> decisions) {
  /** The first stage of a whole optimization, with half of its steps. */
  static FirstStage of(Optimization whole) {
    List<Decision> all = whole.search().space().decisions();
    List<Integer> own =
        IntStream.range(0, all.size())
            .filter(d -> all.get(d).phase() != Phase.PRECISION)
            .boxed()
            .toList();
    int deepest =
        all.stream()
            .filter(d -> d.phase() == Phase.PRECISION)
            .mapToInt(d -> d.settings().size() - 1)
            .max()
            .orElse(0);
    Optimization stage = lowered(whole, own, Math.min(1, deepest));
    for (int level = 2; level <= deepest && !reaches(stage); level++) {
      stage = lowered(whole, own, level);
    }
    return new FirstStage(stage, own);
  }

  private static boolean reaches(Optimization stage) {
    double[][] none =
        stage.search().space().decisions().stream()
            .map(d -> new double[d.settings().size()])
            .toArray(double[][]::new);
    TableProblem problem = stage.problem(none, stage.constraints().limits());
    return problem.violation(problem.costs(Reachable.smallestRatio(problem))) == 0;
  }

  private static Optimization lowered(Optimization whole, List<Integer> own, int level) {
    SearchTask search = whole.search();
    SearchSpace space = search.space();
    int[] precisions = whole.costs().model().unchanged();
    for (int d = 0; d < precisions.length; d++) {
      if (space.decisions().get(d).phase() == Phase.PRECISION) {
        precisions[d] = Math.min(level, space.decisions().get(d).settings().size() - 1);
      }
    }
    List<Decision> decisions = own.stream().map(space.decisions()::get).toList();
    List<ChannelGroup> groups = search.facts().groups();
    long length = OnnxWriter.write(space.candidate(search.facts(), precisions)).length;
    CalibratedCosts costs =
        new CalibratedCosts(
            whole
                .costing()
                .of(
                    new Structures(lowered(search.graph(), space, precisions), groups, decisions),
                    length,
                    search.facts()));
    Truth truth = g -> whole.truth().of(lowered(g, space, precisions));
    SearchSpace part =
        new SearchSpace(
            decisions,
            own.stream().map(space.operators()::get).toList(),
            space.lossTerms(),
            space.refusals(),
            new Structures(search.graph(), groups, decisions));
    int[] unchanged = costs.model().unchanged();
    costs.calibrate(unchanged, truth.of(part.candidate(search.facts(), unchanged)));
    return new Optimization(
        whole.session(),
        new SearchTask(
            search.graph(),
            search.facts(),
            search.operators(),
            part,
            search.task(),
            search.samples(),
            search.meanings(),
            search.normalized(),
            half(search.plan())),
        whole.teacher(),
        whole.costing(),
        costs,
        whole.constraints(),
        truth,
        whole.listener());
  }

  /** A graph with the precisions of those of its weights that decisions are about. */
  private static Graph lowered(Graph graph, SearchSpace space, int[] precisions) {
    Structure present =
        new Structures(graph, List.of(), space.decisions()).of(new int[precisions.length]);
    Map<String, Quantization> lowered = new LinkedHashMap<>(graph.quantizations());
    for (int d = 0; d < precisions.length; d++) {
      if (precisions[d] > 0 && present.has(d)) {
        Effect.of(space.decisions().get(d), precisions[d])
            .precisions()
            .forEach(
                (tensor, precision) ->
                    lowered.merge(tensor, Quantization.of(precision), FirstStage::fewerBits));
      }
    }
    return graph.toBuilder().quantizations(lowered).build();
  }

  private static Quantization fewerBits(Quantization a, Quantization b) {
    return b.precision().bits() < a.precision().bits() ? b : a;
  }

  /** A whole training of its own: what recovers early is its recovery. */
  private static Plan half(Plan plan) {
    return new Plan(
        plan.searchSteps() - plan.recoveringEarly(),
        plan.recoveringEarly(),
        0,
        plan.perEpoch(),
        plan.batch(),
        plan.peak(),
        plan.seed());
  }
}
