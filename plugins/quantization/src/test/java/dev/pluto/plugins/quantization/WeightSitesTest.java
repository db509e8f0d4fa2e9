package dev.pluto.plugins.quantization;

import static dev.pluto.plugins.quantization.TestGraphs.node;
import static dev.pluto.plugins.quantization.TestGraphs.weight;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.search.Refusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightSitesTest {
  private static WeightSite site(Graph graph, String weight) {
    return WeightSites.of(graph).sites().stream()
        .filter(s -> s.weight().equals(weight))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aConvolutionNeedsItsInputAndTheOutputOfItsActivation() {
    assertThat(site(TestGraphs.branches(), "w1").values()).isEqualTo(Map.of("x", "x", "b", "b"));
    assertThat(site(TestGraphs.branches(), "w2").values()).isEqualTo(Map.of("b", "b", "c", "c"));
  }

  @Test
  void integersReachBackThroughPoolingAndConcatButNotToTheModelsOutput() {
    assertThat(site(TestGraphs.branches(), "w4").values())
        .isEqualTo(Map.of("g", "e", "f", "e", "e", "e", "c", "c", "d", "d"));
  }

  @Test
  void axesAreThoseOfTheOutputChannels() {
    Graph graph =
        TestGraphs.builder()
            .initializer("w1", weight(3, 4))
            .initializer("w2", weight(4, 5))
            .initializer("w3", weight(2, 3, 2, 2))
            .node(node("gemm", "Gemm", List.of("x", "w1"), "a"))
            .node(node("matmul", "MatMul", List.of("a", "w2"), "b"))
            .node(node("up", "ConvTranspose", List.of("b", "w3"), "y"))
            .build();
    assertThat(WeightSites.of(graph).sites()).extracting(WeightSite::axis).containsExactly(1, 1, 1);
    assertThat(site(TestGraphs.branches(), "w4").axis()).isZero();
    assertThat(site(TestGraphs.branches(), "w1").axis()).isZero();
  }

  @Test
  void aRecurrentLayerHasTwoWeightsAndLeavesTheValuesAroundItAlone() {
    Graph graph =
        TestGraphs.builder()
            .initializer("w", weight(1, 12, 3))
            .initializer("r", weight(1, 12, 4))
            .node(node("gru", "GRU", List.of("x", "w", "r"), "y"))
            .build();
    assertThat(WeightSites.of(graph).sites())
        .containsExactly(
            new WeightSite("gru", "GRU", "w", 1, Map.of()),
            new WeightSite("gru:recurrence", "GRU", "r", 1, Map.of()));
  }

  @Test
  void layersThatShareAWeightAreOneSite() {
    Graph graph =
        TestGraphs.builder()
            .initializer("w", weight(3, 3, 1, 1))
            .node(node("first", "Conv", List.of("x", "w"), "a"))
            .node(node("second", "Conv", List.of("a", "w"), "b"))
            .node(node("last", "Sigmoid", List.of("b"), "y"))
            .build();
    assertThat(WeightSites.of(graph).sites())
        .singleElement()
        .satisfies(s -> assertThat(s.name()).isEqualTo("first"))
        .satisfies(s -> assertThat(s.values()).containsOnlyKeys("x", "a", "b"));
  }

  @Test
  void layersWithoutAConstantFloatWeightAreRefusedWithTheReason() {
    Graph graph =
        TestGraphs.builder()
            .initializer("w", weight(3, 3, 1, 1))
            .initializer("q", weight(3, 3, 1, 1))
            .quantization("q", Quantization.of(Precision.INT8))
            .node(node("computed", "MatMul", List.of("x", "x"), "a"))
            .node(node("odd", "Conv", List.of("a", "w"), "b"))
            .node(node("sum", "Add", List.of("b", "w"), "c"))
            .node(node("integer", "Conv", List.of("c", "q"), "y"))
            .build();
    WeightSites sites = WeightSites.of(graph);
    assertThat(sites.sites()).isEmpty();
    assertThat(sites.refusals())
        .containsExactly(
            new Refusal("computed", "its weight is computed, not a constant"),
            new Refusal("odd", "its weight is used by Add 'sum' in another way, too"),
            new Refusal("integer", "its weight is quantized in the given model"));
  }
}
