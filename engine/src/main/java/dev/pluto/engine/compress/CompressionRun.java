package dev.pluto.engine.compress;

import dev.pluto.engine.analysis.BatchAxis;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.ReferenceShapes;
import dev.pluto.engine.analysis.TrainedOutputs;
import dev.pluto.engine.cost.CalibratedCosts;
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
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.engine.search.ConfiguredOperator;
import dev.pluto.engine.search.Constraints;
import dev.pluto.engine.search.Optimization;
import dev.pluto.engine.search.Plan;
import dev.pluto.engine.search.Proposals;
import dev.pluto.engine.search.RelaxedNetwork;
import dev.pluto.engine.search.SearchTask;
import dev.pluto.engine.search.SearchedStructure;
import dev.pluto.engine.search.Sensitivity;
import dev.pluto.engine.search.strategy.Strategy;
import dev.pluto.engine.train.TrainableGraph;
import dev.pluto.engine.train.TrainingSession;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.metric.MetricType;
import dev.pluto.spi.task.OutputMeaning;
import dev.pluto.spi.task.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One compression, from the file that is given to the file that is certified. */
public final class CompressionRun {
  private static final int THREADS = 2;

  /** Usual peak learning rates of networks without and with batch normalization. */
  private static final double PLAIN_RATE = 0.002;

  private static final double NORMALIZED_RATE = 0.005;

  /** Where the original's outputs are all that counts, its weights are nearly right already. */
  private static final double IMITATION_RATE = 0.001;

  private final PluginHost host;
  private final Operators operators;
  private final Recipe recipe;
  private final ProgressListener user;
  private final Task<?> task;
  private final HardwareTarget target;
  private final List<Budget> budgets;
  private final Strategy strategy;
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
    this.strategy = Strategy.of(recipe);
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
    if (model.reduced()) {
      listener.message(
          "the file is of reduced precision: what it stands for in 32-bit floats is trained, and"
              + " compared with the file");
    }
    try (OnnxRuntimeModel running =
            OnnxRuntimeModel.open(model.bytes(), recipe.model().toString(), THREADS);
        OpenedData data =
            OpenedData.open(
                task, recipe.task(), model.graph(), running, running, recipe.search().seed())) {
      Requirements.batch(recipe, data);
      data.normalization().explanation(task.qualityMetric()).ifPresent(listener::message);
      ImportedModel parted = model.withParts(shapes(model, data), operators);
      parted.explanation().ifPresent(listener::message);
      try (Costing costing =
          new Costing(
              target,
              host.metrics(),
              operators,
              shapes(model, data),
              parted.graph(),
              Optional.of(directory.profileCache()))) {
        return run(directory, listener, parted, running, data, costing);
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
            () ->
                Baseline.measure(
                    model,
                    running,
                    task,
                    data.dataset().validation(),
                    costing,
                    budgets,
                    done -> listener.progress("baseline", done, Map.of())));
    Graph graph = BatchAxis.free(model.graph(), costing.shapes(), operators);
    List<ValueInfo> trained = TrainedOutputs.of(graph, costing.types(graph));
    Requirements.trained(task, graph, trained);
    List<OutputMeaning> meanings = OutputMeanings.of(task, graph, trained);
    Proposals proposals =
        listener.stage("analyse", 0, 0, () -> proposals(graph, costing.shapes(), meanings));
    Constraints constraints = Budgets.constraints(budgets, costing.metrics(), baseline.costs());
    ChipTruth truth = new ChipTruth(costing.metrics(), baseline.meter());
    CalibratedCosts costs =
        listener.stage(
            "price", 0, 0, () -> new Pricing(proposals, costing, constraints, truth).of(model));
    Set<String> normalized =
        NormalizedSites.of(
            recipe.recover().batchNormalization(), model, graph, costing.types(graph), meanings);
    SearchTask search =
        new SearchTask(
            proposals.graph(),
            proposals.facts(),
            operators,
            proposals.space(),
            task,
            data.dataset().training(),
            meanings,
            normalized,
            plan(data, usualRate(normalized)));
    try (TrainingSession session = TrainingSession.open(recipe.search().seed());
        TrainableGraph teacher =
            new TrainableGraph(session, graph, operators::of, TrainedOutputs.of(graph))) {
      Optimization optimization =
          new Optimization(session, search, teacher, costing, costs, constraints, truth, listener);
      SearchedStructure searched =
          SearchCheckpoint.read(directory, search.space())
              .orElseGet(
                  () -> {
                    SearchedStructure fresh = search(listener, optimization);
                    SearchCheckpoint.write(directory, search.space(), fresh);
                    return fresh;
                  });
      Conclusion conclusion =
          new Conclusion(recipe, model, baseline, data, costing, search, listener);
      Verification verification =
          new Verification(
              operators, costing, baseline.meter(), constraints, task, data.dataset().validation());
      return new Finish(optimization, strategy.projection(optimization), verification, listener)
          .of(searched, conclusion, directory);
    }
  }

  private SearchedStructure search(RunListener listener, Optimization optimization) {
    Plan plan = optimization.search().plan();
    try (RelaxedNetwork network = new RelaxedNetwork(optimization, optimization.search().graph())) {
      Sensitivity table = listener.stage("sensitivity", 0, 0, network::sensitivity);
      return listener.stage(
          "search",
          plan.searchSteps(),
          plan.searchEpochs(),
          () -> strategy.search(optimization, network, table));
    }
  }

  private Proposals proposals(
      Graph graph, Map<String, Shape> shapes, List<OutputMeaning> meanings) {
    Proposals proposals =
        Proposals.of(graph, shapes, operators, target.capabilities(), meanings, searchOperators);
    Requirements.loss(task, proposals.space());
    return proposals;
  }

  private Map<String, Shape> shapes(ImportedModel model, OpenedData data) {
    return ReferenceShapes.of(
        model.graph(),
        SampleShapes.complete(model.graph(), recipe.inputShapes(), data.dataset().validation()));
  }

  private double usualRate(Set<String> normalized) {
    if (task.comparesWithOriginal()) {
      return IMITATION_RATE;
    }
    return normalized.isEmpty() ? PLAIN_RATE : NORMALIZED_RATE;
  }

  private Plan plan(OpenedData data, double usualRate) {
    Recipe.SearchSection search = recipe.search();
    int perEpoch = data.dataset().training().size() / search.batch();
    return strategy.plan(
        new Plan(
            Math.max(1, (int) Math.round(search.epochs() * perEpoch)),
            (int) Math.round(recipe.recover().epochs() * perEpoch),
            0,
            perEpoch,
            search.batch(),
            recipe.recover().rate().orElse(usualRate),
            search.seed()));
  }
}
