package dev.pluto.plugins.distillation;

import dev.pluto.plugins.pruning.PruningOperator;
import dev.pluto.plugins.pruning.PruningOptions;
import dev.pluto.plugins.quantization.QuantizationOperator;
import dev.pluto.plugins.quantization.QuantizationOptions;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.search.Decision;
import dev.pluto.spi.search.LossTerm;
import dev.pluto.spi.search.SearchContext;
import dev.pluto.testkit.ReferenceChip;
import dev.pluto.testkit.TestHost;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What pruning, quantization and distillation contribute on the reference chip. */
record AllOperators(List<Decision> decisions, List<LossTerm> lossTerms) {
  static AllOperators on(Graph graph, Map<String, Shape> shapes) {
    SearchContext context =
        TestHost.find()
            .orElseThrow()
            .searchContext(graph, shapes, new ReferenceChip().capabilities());
    return new AllOperators(
        Stream.of(
                new PruningOperator().contribute(context, new PruningOptions(0.125, "auto")),
                new QuantizationOperator()
                    .contribute(context, new QuantizationOptions(List.of(), 0.5)))
            .flatMap(c -> c.decisions().stream())
            .toList(),
        new DistillationOperator()
            .contribute(context, new DistillationOptions(1, 4, 1))
            .lossTerms());
  }
}
