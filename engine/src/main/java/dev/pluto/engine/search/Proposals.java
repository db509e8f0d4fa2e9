package dev.pluto.engine.search;

import dev.pluto.engine.analysis.ChannelFacts;
import dev.pluto.engine.analysis.ChannelTracing;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.ShapeInference;
import dev.pluto.engine.analysis.Types;
import dev.pluto.engine.structure.Supergraph;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.hardware.Capabilities;
import dev.pluto.spi.search.Contribution;
import dev.pluto.spi.search.Restructuring;
import dev.pluto.spi.search.StructureDecision;
import dev.pluto.spi.task.OutputMeaning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all operators propose for a model: first other structures, on the model as it was given;
 * then widths, precisions and loss terms, on the graph that has all structures in it.
 *
 * @param graph the model with all alternatives
 * @param facts the channels of that graph
 * @param space the decisions on that graph
 */
public record Proposals(Graph graph, ChannelFacts facts, SearchSpace space) {
  /**
   * Asks the operators.
   *
   * @param given the model
   * @param shapes the input shapes that costs refer to
   * @param meanings what the outputs mean, in graph order
   * @param operators by name, in the order in which they were named
   * @throws dev.pluto.spi.ProblemException if nothing can be decided: the reasons, site by site
   */
  public static Proposals of(
      Graph given,
      Map<String, Shape> shapes,
      Operators definitions,
      Capabilities capabilities,
      List<OutputMeaning> meanings,
      Map<String, ConfiguredOperator<?>> operators) {
    ShapeInference inference = new ShapeInference(definitions);
    ChannelTracing tracing = new ChannelTracing(definitions);
    Types types = inference.infer(given, shapes);
    ModelFacts before =
        ModelFacts.of(given, types, tracing.trace(given, types), capabilities, meanings);
    Map<String, Restructuring> restructurings = new LinkedHashMap<>();
    operators.forEach((name, o) -> restructurings.put(name, o.restructure(before)));
    List<StructureDecision> alternatives =
        restructurings.values().stream().flatMap(r -> r.decisions().stream()).toList();
    Graph graph = Supergraph.of(given, alternatives);
    Types allTypes = inference.infer(graph, shapes);
    ChannelFacts facts = tracing.trace(graph, allTypes);
    ModelFacts after = ModelFacts.of(graph, allTypes, facts, capabilities, meanings);
    Map<String, Contribution> contributions = new LinkedHashMap<>();
    operators.forEach((name, o) -> contributions.put(name, o.contribute(after)));
    return new Proposals(
        graph, facts, SearchSpace.of(graph, facts.groups(), restructurings, contributions));
  }
}
