package dev.pluto.engine.compress;

import dev.pluto.engine.analysis.BatchAxis;
import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.ChannelTracing;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.ReferenceShapes;
import dev.pluto.engine.analysis.Types;
import dev.pluto.engine.cost.CalibratedCosts;
import dev.pluto.engine.cost.CostModel;
import dev.pluto.engine.cost.Costing;
import dev.pluto.engine.data.OpenedData;
import dev.pluto.engine.data.SampleShapes;
import dev.pluto.engine.host.PluginHost;
import dev.pluto.engine.model.ImportedModel;
import dev.pluto.engine.progress.ProgressListener;
import dev.pluto.engine.recipe.Budget;
import dev.pluto.engine.recipe.BudgetParser;
import dev.pluto.engine.recipe.Recipe;
import dev.pluto.engine.recipe.RecipeWriter;
import dev.pluto.engine.report.CompressionResult;
import dev.pluto.engine.run.RunDirectory;
import dev.pluto.engine.search.ConfiguredOperator;
import dev.pluto.engine.search.Constraints;
import dev.pluto.engine.search.Infeasibility;
import dev.pluto.engine.search.ModelFacts;
import dev.pluto.engine.search.SearchLoop;
import dev.pluto.engine.search.SearchSpace;
import dev.pluto.engine.search.SearchTask;
import dev.pluto.engine.search.SearchedStructure;
import dev.pluto.engine.search.Sensitivity;
import dev.pluto.engine.train.TrainableGraph;
import dev.pluto.engine.train.TrainingSession;
import dev.pluto.engine.verify.OnnxRuntimeModel;
import dev.pluto.engine.verify.QualityMeasurement;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.metric.MetricType;
import dev.pluto.spi.search.Contribution;
import dev.pluto.spi.task.OutputMeaning;
import dev.pluto.spi.task.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** One compression, from the file that is given to the file that is certified. */
public final class CompressionRun {
  private static final int THREADS = 2;
  private static final int METER_BLOCKS = 15;

  private final PluginHost host;
  private final Operators operators;
  private final Recipe recipe;
  private final ProgressListener user;
  private final Task<?> task;
  private final HardwareTarget target;
  private final List<Budget> budgets;
  private final Map<String, ConfiguredOperator<?>> searchOperators = new LinkedHashMap<>();

  /**
   * Checks a recipe against the plugins there are.
   *
   * @throws ProblemException (USAGE) if it names what there is not
   */
  public CompressionRun(
      PluginHost host, Operators operators, Recipe recipe, ProgressListener listener) {
    this.host = host;
    this.operators = operators;
    this.recipe = recipe;
    this.user = listener;
    this.task = host.task(recipe.task().name(), "task.name");
    this.target = host.hardware(recipe.hardware(), "hardware");
    this.budgets =
        new BudgetParser(host.metrics().stream().map(MetricType::metric).toList())
            .parse(recipe.budgets());
    Budgets.requirePriced(budgets, host.metrics(), target, host.hardware());
    operatorOptions()
        .forEach(
            (name, options) ->
                searchOperators.put(
                    name,
                    ConfiguredOperator.of(
                        host.searchOperator(name, "operators." + name), options)));
  }

  /** The operators that the recipe names; if it names none, the usual ones that are installed. */
  private Map<String, Map<String, Object>> operatorOptions() {
    if (!recipe.operators().isEmpty()) {
      return recipe.operators();
    }
    Map<String, Map<String, Object>> usual = new LinkedHashMap<>();
    for (String name : Recipe.DEFAULT_OPERATORS) {
      if (host.searchOperators().stream().anyMatch(o -> o.name().equals(name))) {
        usual.put(name, Map.of());
      }
    }
    return usual;
  }

  /** What to call the run: the model's name without its ending. */
  public String name() {
    return String.valueOf(recipe.model().getFileName()).replaceFirst("\\.onnx$", "");
  }

  /** Runs it, or what is left of it. */
  public CompressionResult in(RunDirectory directory) {
    RunListener listener = new RunListener(user, directory);
    directory.write("recipe.yaml", RecipeWriter.write(recipe.withOut(directory.folder())));
    ImportedModel model =
        listener.stage("import", 0, 0, () -> ImportedModel.read(recipe.model(), operators));
    if (model.isQuantized()) {
      throw new ProblemException(
          ProblemException.Kind.MODEL,
          new Problem(
              recipe.model().toString(),
              "it is quantized already",
              "the float model that it was made from"));
    }
    try (OnnxRuntimeModel running =
            OnnxRuntimeModel.open(model.bytes(), recipe.model().toString(), THREADS);
        OpenedData data =
            OpenedData.open(task, recipe.task(), model.graph(), running, recipe.search().seed())) {
      requireBatch(data);
      if (!data.normalization().tried().isEmpty()) {
        listener.message(data.normalization().describe(task.qualityMetric()));
      }
      try (Costing costing =
          new Costing(
              target,
              host.metrics(),
              operators,
              shapes(model, data),
              model.graph(),
              Optional.of(directory.profileCache()))) {
        return run(directory, listener, model, running, data, costing);
      }
    }
  }

  private CompressionResult run(
      RunDirectory directory,
      RunListener listener,
      ImportedModel model,
      OnnxRuntimeModel running,
      OpenedData data,
      Costing costing) {
    Baseline baseline =
        listener.stage(
            "baseline",
            data.dataset().validation().size(),
            0,
            () -> baseline(listener, model, running, data, costing));
    Graph graph = BatchAxis.free(model.graph(), costing.types(model.graph()));
    Types types = costing.types(graph);
    ChannelFacts facts = new ChannelTracing(operators).trace(graph, types);
    List<OutputMeaning> meanings = OutputMeanings.of(task, graph);
    SearchSpace space = listener.stage("analyse", 0, 0, () -> space(graph, facts, types, meanings));
    Constraints constraints = Budgets.constraints(budgets, costing.metrics(), baseline.costs());
    ChipTruth truth = new ChipTruth(costing.metrics(), baseline.meter());
    CalibratedCosts costs =
        listener.stage(
            "price", 0, 0, () -> price(model, graph, facts, space, costing, constraints, truth));
    SearchTask search =
        new SearchTask(
            graph, facts, operators, space, task, data.dataset().training(), meanings, plan(data));
    try (TrainingSession session = TrainingSession.open(recipe.search().seed());
        TrainableGraph teacher = new TrainableGraph(session, graph, operators::of)) {
      SearchedStructure searched =
          SearchCheckpoint.read(directory, space)
              .orElseGet(
                  () -> {
                    SearchedStructure fresh =
                        search(listener, session, search, teacher, costs, constraints, truth);
                    SearchCheckpoint.write(directory, space, fresh);
                    return fresh;
                  });
      Conclusion conclusion =
          new Conclusion(recipe, model, baseline, data, costing, search, listener);
      return new Finish(
              session,
              search,
              teacher,
              costs,
              constraints,
              truth,
              new Verification(
                  operators,
                  costing,
                  baseline.meter(),
                  constraints,
                  task,
                  data.dataset().validation()),
              listener,
              recipe.recover().epochs())
          .of(searched, conclusion, directory);
    }
  }

  private SearchedStructure search(
      RunListener listener,
      TrainingSession session,
      SearchTask search,
      TrainableGraph teacher,
      CalibratedCosts costs,
      Constraints constraints,
      ChipTruth truth) {
    try (SearchLoop loop =
        new SearchLoop(session, search, teacher, costs, constraints, truth, listener)) {
      Sensitivity table = listener.stage("sensitivity", 0, 0, loop::sensitivity);
      return listener.stage(
          "search", search.plan().searchSteps(), recipe.search().epochs(), () -> loop.run(table));
    }
  }

  private Baseline baseline(
      RunListener listener,
      ImportedModel model,
      OnnxRuntimeModel running,
      OpenedData data,
      Costing costing) {
    double quality =
        QualityMeasurement.of(
            running,
            task,
            data.dataset().validation(),
            Integer.MAX_VALUE,
            done -> listener.progress("baseline", done, Map.of()));
    CostModel given = costing.of(model.given(), model.bytes().length);
    double[] costs = given.cost(given.unchanged());
    Optional<Meter> meter =
        costing
            .session()
            .meter()
            .filter(m -> budgets.stream().anyMatch(b -> b.metric().equals(m.metric())))
            .map(m -> new Meter(m, model.bytes(), costing.shapes(), METER_BLOCKS));
    meter.ifPresent(
        m -> {
          for (int k = 0; k < costs.length; k++) {
            if (costing.metrics().get(k).metric().id().equals(m.metric())) {
              costs[k] = m.givenValue();
            }
          }
        });
    return new Baseline(
        quality,
        costs,
        IntStream.range(0, costs.length).mapToObj(given::provenance).toList(),
        meter);
  }

  private SearchSpace space(
      Graph graph, ChannelFacts facts, Types types, List<OutputMeaning> meanings) {
    ModelFacts context = ModelFacts.of(graph, types, facts, target.capabilities(), meanings);
    Map<String, Contribution> contributions = new LinkedHashMap<>();
    searchOperators.forEach(
        (name, operator) -> contributions.put(name, operator.contribute(context)));
    return SearchSpace.of(contributions);
  }

  private CalibratedCosts price(
      ImportedModel model,
      Graph graph,
      ChannelFacts facts,
      SearchSpace space,
      Costing costing,
      Constraints constraints,
      ChipTruth truth) {
    CalibratedCosts costs =
        new CalibratedCosts(costing.of(graph, model.bytes().length, facts, space.decisions()));
    int[] unchanged = costs.model().unchanged();
    costs.calibrate(unchanged, truth.of(graph));
    Infeasibility.check(
            space,
            costs,
            constraints,
            settings -> truth.of(space.candidate(graph, facts, settings)))
        .ifPresent(
            problem -> {
              throw problem;
            });
    return costs;
  }

  private Map<String, Shape> shapes(ImportedModel model, OpenedData data) {
    return ReferenceShapes.of(
        model.graph(),
        SampleShapes.complete(model.graph(), recipe.inputShapes(), data.dataset().validation()));
  }

  private SearchTask.Plan plan(OpenedData data) {
    int perEpoch = data.dataset().training().size() / recipe.search().batch();
    return new SearchTask.Plan(
        Math.max(1, (int) Math.round(recipe.search().epochs() * perEpoch)),
        (int) Math.round(recipe.recover().epochs() * perEpoch),
        recipe.search().batch(),
        recipe.recover().rate(),
        recipe.search().seed());
  }

  private void requireBatch(OpenedData data) {
    int samples = data.dataset().training().size();
    if (samples < recipe.search().batch()) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(
              "search.batch",
              "%d training samples in %s do not fill a batch of %d"
                  .formatted(samples, recipe.task().data().path(), recipe.search().batch()),
              "at most " + samples));
    }
  }
}
