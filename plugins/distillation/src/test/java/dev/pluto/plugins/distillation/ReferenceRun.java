package dev.pluto.plugins.distillation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.ChannelTracing;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.Renormalization;
import dev.pluto.engine.analysis.Types;
import dev.pluto.engine.cost.CalibratedCosts;
import dev.pluto.engine.cost.CostModel;
import dev.pluto.engine.cost.Costing;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.engine.progress.ProgressListener;
import dev.pluto.engine.search.Constraints;
import dev.pluto.engine.search.Optimization;
import dev.pluto.engine.search.Plan;
import dev.pluto.engine.search.SearchSpace;
import dev.pluto.engine.search.SearchTask;
import dev.pluto.engine.structure.Structures;
import dev.pluto.engine.train.TrainableGraph;
import dev.pluto.engine.train.TrainingSession;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.metric.Evaluation;
import dev.pluto.spi.metric.Metric;
import dev.pluto.spi.metric.MetricType;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.task.DataFormat;
import dev.pluto.spi.task.DataRequest;
import dev.pluto.spi.task.Dataset;
import dev.pluto.spi.task.OutputMeaning;
import dev.pluto.spi.task.QualityAccumulator;
import dev.pluto.spi.task.QualityMetric;
import dev.pluto.spi.task.Sample;
import dev.pluto.spi.task.Samples;
import dev.pluto.spi.task.Task;
import dev.pluto.testkit.ReferenceChip;
import dev.pluto.testkit.ReferenceNetwork;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * The reference network on random images, all operators, and budgets on multiply-adds and bytes of
 * the file, ready to be searched.
 */
final class ReferenceRun implements AutoCloseable {
  static final int MACS = 0;
  static final int STORAGE = 1;

  private static final Operators OPERATORS = new Operators(BuiltInOperators.all());
  private static final int CLASSES = 5;

  private final ReferenceNetwork network = new ReferenceNetwork(16);
  private final Costing costing;
  private final TrainingSession session = TrainingSession.open(1);
  private final TrainableGraph teacher;
  private final Optimization optimization;

  /**
   * A run.
   *
   * @param shares budgets as shares of the given network, by metric
   */
  ReferenceRun(Plan plan, double... shares) {
    Graph graph = network.graph();
    costing =
        new Costing(
            new ReferenceChip(),
            List.of(
                metric("macs", new Evaluation.PerKernel(Kernel::macs)),
                metric("storage", new Evaluation.PerFile(bytes -> bytes))),
            OPERATORS,
            network.inputShapes(),
            graph,
            Optional.empty());
    Types types = costing.types(graph);
    ChannelFacts facts = new ChannelTracing(OPERATORS).trace(graph, types);
    AllOperators all = AllOperators.on(graph, network.inputShapes());
    List<Decision> decisions = all.decisions();
    SearchSpace space =
        new SearchSpace(
            decisions,
            decisions.stream().map(d -> d.phase().name()).toList(),
            all.lossTerms(),
            Map.of(),
            new Structures(graph, facts.groups(), decisions));
    CalibratedCosts costs =
        new CalibratedCosts(costing.of(space.structures(), OnnxWriter.write(graph).length, facts));
    double[] given = costs.cost(new int[decisions.size()]);
    Constraints constraints =
        new Constraints(
            List.of(MACS, STORAGE),
            List.of(shares[MACS] * given[MACS], shares[STORAGE] * given[STORAGE]));
    teacher = new TrainableGraph(session, graph, OPERATORS::of);
    optimization =
        new Optimization(
            session,
            new SearchTask(
                graph,
                facts,
                OPERATORS,
                space,
                new RandomClasses(),
                new RandomImages(),
                List.of(new OutputMeaning.ClassLogits(1)),
                Renormalization.sites(graph, types),
                plan),
            teacher,
            costing,
            costs,
            constraints,
            ReferenceRun::truth,
            new ProgressListener() {});
  }

  Optimization optimization() {
    return optimization;
  }

  /** The costs of a concrete graph, counted from it alone. */
  double[] costs(Graph graph) {
    CostModel model = costing.of(graph, OnnxWriter.write(graph).length);
    return model.cost(model.unchanged());
  }

  private static OptionalDouble[] truth(Graph candidate) {
    return new OptionalDouble[] {
      OptionalDouble.empty(), OptionalDouble.of(OnnxWriter.write(candidate).length)
    };
  }

  private static MetricType metric(String id, Evaluation evaluation) {
    return new MetricType() {
      @Override
      public Metric metric() {
        return new Metric(id, "", id, Map.of(), Map.of());
      }

      @Override
      public Evaluation evaluation() {
        return evaluation;
      }
    };
  }

  @Override
  public void close() {
    teacher.close();
    session.close();
    costing.close();
  }

  /** Random images, whose class follows from their brightness. */
  private static final class RandomImages implements Samples {
    @Override
    public int size() {
      return 64;
    }

    @Override
    public Sample get(int index) {
      float[] image = new float[3 * 12 * 12];
      Random random = new Random(index);
      int label = index % CLASSES;
      for (int i = 0; i < image.length; i++) {
        image[i] = (float) (random.nextGaussian() + label - 2);
      }
      return new Sample(
          List.of(Tensor.ofFloats(Shape.of(3, 12, 12), image)),
          List.of(Tensor.ofLongs(Shape.of(), label)));
    }
  }

  /** Options of a task that has none. */
  record NoOptions() {}

  /** Classification without data of its own. */
  private static final class RandomClasses implements Task<NoOptions> {
    @Override
    public String name() {
      return "random classes";
    }

    @Override
    public String description() {
      return name();
    }

    @Override
    public Class<NoOptions> options() {
      return NoOptions.class;
    }

    @Override
    public List<DataFormat> formats() {
      return List.of();
    }

    @Override
    public Dataset open(DataRequest request, NoOptions options) {
      throw new UnsupportedOperationException("it has no data");
    }

    @Override
    public NDArray loss(NDList outputs, NDList targets) {
      NDArray classes = targets.get(0).oneHot(CLASSES);
      return outputs.get(0).logSoftmax(1).mul(classes).sum(new int[] {1}).mean().neg();
    }

    @Override
    public QualityMetric qualityMetric() {
      return new QualityMetric("none", "", true);
    }

    @Override
    public QualityAccumulator accumulator() {
      throw new UnsupportedOperationException("nothing is measured");
    }

    @Override
    public List<OutputMeaning> outputs(List<ValueInfo> outputs) {
      return List.of(new OutputMeaning.ClassLogits(1));
    }
  }
}
