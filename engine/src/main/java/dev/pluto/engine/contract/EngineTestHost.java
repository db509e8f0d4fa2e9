package dev.pluto.engine.contract;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.ChannelTracing;
import dev.pluto.engine.analysis.MaterializingEditor;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.ShapeInference;
import dev.pluto.engine.analysis.Types;
import dev.pluto.engine.cost.ConcreteKernels;
import dev.pluto.engine.cost.CostModel;
import dev.pluto.engine.cost.KernelModels;
import dev.pluto.engine.cost.KernelPricer;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.engine.search.ModelFacts;
import dev.pluto.engine.structure.Structures;
import dev.pluto.engine.structure.Supergraph;
import dev.pluto.engine.train.Hooks;
import dev.pluto.engine.train.HostArrays;
import dev.pluto.engine.train.TrainableGraph;
import dev.pluto.engine.train.TrainingSession;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.GraphEditor;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.hardware.Capabilities;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.PricingContext;
import dev.pluto.spi.hardware.PricingSession;
import dev.pluto.spi.operator.ScriptedFunctions;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.Hook;
import dev.pluto.spi.search.SearchContext;
import dev.pluto.spi.search.StructureDecision;
import dev.pluto.spi.search.TrainingContext;
import dev.pluto.spi.task.OutputMeaning;
import dev.pluto.testkit.ReferenceNetwork;
import dev.pluto.testkit.TestHost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The engine with its built-in operators, as the contract checks see it. */
public final class EngineTestHost implements TestHost {
  private static final long SEED = 1;
  private static final int CLASS_AXIS = 1;
  private static final int REFERENCE_WIDTH = 8;

  private final Operators operators = new Operators(BuiltInOperators.all());

  @Override
  public SearchContext searchContext(
      Graph graph, Map<String, Shape> inputs, Capabilities capabilities) {
    Types types = types(graph, inputs);
    ChannelFacts facts = new ChannelTracing(operators).trace(graph, types);
    return new ModelFacts(
        graph,
        types.types(),
        facts.groups(),
        facts.fixed(),
        capabilities,
        graph.outputs().stream().map(o -> meaning(types, o)).toList(),
        OnnxWriter.supportsInt8(graph),
        OnnxWriter.supportsInt4(graph));
  }

  /** A matrix is taken for scores of classes, anything larger for a signal. */
  private static OutputMeaning meaning(Types types, ValueInfo output) {
    return types.of(output.name()).shape().rank() == 2
        ? new OutputMeaning.ClassLogits(CLASS_AXIS)
        : new OutputMeaning.Signal();
  }

  private Types types(Graph graph, Map<String, Shape> inputs) {
    return new ShapeInference(operators).infer(graph, inputs);
  }

  @Override
  public void train(Graph graph, Consumer<TrainingContext> body) {
    try (TrainingSession session = TrainingSession.open(SEED);
        TrainableGraph trained = new TrainableGraph(session, graph, operators::of)) {
      body.accept(new HostedTraining(session.context(graph), trained));
    }
  }

  private record HostedTraining(TrainingContext context, TrainableGraph trained)
      implements TrainingContext {
    @Override
    public NDManager manager() {
      return context.manager();
    }

    @Override
    public ScriptedFunctions scripts() {
      return context.scripts();
    }

    @Override
    public Graph graph() {
      return context.graph();
    }
  }

  @Override
  public Map<String, float[]> forward(
      TrainingContext context,
      List<Hook> hooks,
      Map<String, float[]> inputs,
      Map<String, Shape> shapes) {
    if (!(context instanceof HostedTraining hosted)) {
      throw new IllegalArgumentException("not a context of this host");
    }
    Graph graph = hosted.graph();
    Map<String, float[]> outputs = new LinkedHashMap<>();
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDList arrays = new NDList();
      tensors(graph, inputs, shapes)
          .values()
          .forEach(t -> arrays.add(HostArrays.toNative(hosted.manager(), t)));
      NDList results = hosted.trained().evaluate(arrays, new Hooks(hooks));
      for (int i = 0; i < results.size(); i++) {
        outputs.put(graph.outputs().get(i).name(), results.get(i).toFloatArray());
      }
    }
    return outputs;
  }

  @Override
  public List<Kernel> kernels(Graph graph, Map<String, Shape> inputs, HardwareTarget target) {
    return ConcreteKernels.of(graph, types(graph, inputs).types(), target, operators);
  }

  @Override
  public Graph withAlternatives(Graph graph, List<StructureDecision> decisions) {
    return Supergraph.of(graph, decisions);
  }

  @Override
  public int[] showing(
      Graph graph, Map<String, Shape> inputs, List<? extends Decision> decisions, int decision) {
    return structures(graph, inputs, decisions).showing(new int[decisions.size()], decision);
  }

  @Override
  public List<Kernel> kernels(
      Graph graph,
      Map<String, Shape> inputs,
      List<? extends Decision> decisions,
      int[] settings,
      HardwareTarget target) {
    try (PricingSession session = target.open(pricingContext())) {
      CostModel costs =
          new CostModel(
              structures(graph, inputs, decisions),
              types(graph, inputs).types(),
              channels(graph, inputs).groups(),
              target::partition,
              List.of(),
              operators,
              new KernelPricer(target.id(), session),
              0);
      return costs.kernels(settings).stream().map(CostModel.KernelCost::kernel).toList();
    }
  }

  private Structures structures(
      Graph graph, Map<String, Shape> inputs, List<? extends Decision> decisions) {
    return new Structures(graph, channels(graph, inputs).groups(), List.copyOf(decisions));
  }

  private ChannelFacts channels(Graph graph, Map<String, Shape> inputs) {
    return new ChannelTracing(operators).trace(graph, types(graph, inputs));
  }

  @Override
  public PricingContext pricingContext() {
    KernelModels models =
        new KernelModels(new ReferenceNetwork(REFERENCE_WIDTH).graph(), Optional.empty());
    // The checks have no way to say when they are done with it.
    models.scratch().toFile().deleteOnExit();
    return models;
  }

  @Override
  public Graph edit(Graph graph, Map<String, Shape> inputs, Consumer<GraphEditor> edits) {
    MaterializingEditor editor = new MaterializingEditor(graph, channels(graph, inputs));
    edits.accept(editor);
    return editor.result();
  }

  @Override
  public Map<String, float[]> run(
      Graph graph, Map<String, float[]> inputs, Map<String, Shape> shapes) {
    Map<String, float[]> outputs = new LinkedHashMap<>();
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(OnnxWriter.write(graph), graph.name(), 1)) {
      model
          .run(tensors(graph, inputs, shapes))
          .forEach((name, tensor) -> outputs.put(name, tensor.floats()));
    }
    return outputs;
  }

  /** Tensors of the graph's inputs, in graph order. */
  private static Map<String, Tensor> tensors(
      Graph graph, Map<String, float[]> inputs, Map<String, Shape> shapes) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (ValueInfo input : graph.inputs()) {
      float[] values = inputs.get(input.name());
      Shape shape = shapes.get(input.name());
      if (values == null || shape == null) {
        throw new IllegalArgumentException("nothing is given for input '" + input.name() + "'");
      }
      tensors.put(input.name(), Tensor.ofFloats(shape, values));
    }
    return tensors;
  }
}
