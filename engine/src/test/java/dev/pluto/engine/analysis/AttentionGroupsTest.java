package dev.pluto.engine.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.analysis.TransformerLayers.Projection;
import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Heads and feed-forward widths of transformers are channel groups; the residual width is none. */
class AttentionGroupsTest {
  private static final Map<String, Shape> IMAGE = Map.of("image", Shape.of(1, 3, 16, 16));
  private static final Operators OPERATORS = new Operators(BuiltInOperators.all());

  @ParameterizedTest
  @EnumSource(Projection.class)
  void headsGoWithTheirQueriesKeysValuesAndOutputs(Projection projection) {
    Graph graph = freed(17, projection);
    ChannelFacts facts = MaskedAndSliced.check(graph, IMAGE, Map.of(), new Random(1));
    assertThat(facts.groups())
        .extracting(ChannelGroup::size)
        .containsExactly(
            TinyVisionTransformer.HEADS,
            TinyVisionTransformer.INNER,
            TinyVisionTransformer.HEADS,
            TinyVisionTransformer.INNER);
    ChannelGroup heads = facts.groups().get(0);
    long removed =
        heads.weightSlots().stream()
            .filter(s -> s.kind() == ChannelGroup.Slot.Kind.PRODUCES)
            .filter(s -> !s.tensor().endsWith(".b"))
            .mapToLong(ChannelGroup.Slot::multiplicity)
            .sum();
    // Eight columns each of queries, keys and values, unless heads are an axis of their own.
    assertThat(removed).isEqualTo(projection == Projection.EINSUM ? 3 : 3 * 8);
    assertThat(heads.slots())
        .filteredOn(s -> s.kind() == ChannelGroup.Slot.Kind.CONTRACTS)
        .extracting(ChannelGroup.Slot::tensor)
        .containsExactly("block0.attention.w");
    assertThat(facts.fixed())
        .anySatisfy(
            refusal -> {
              assertThat(refusal.site()).isEqualTo("patches");
              assertThat(refusal.reason()).contains("block0.norm1", "normalizes over it");
            });
  }

  @ParameterizedTest
  @CsvSource({"13,GATHERED", "13,SPLIT", "14,SEPARATE", "15,SLICED", "16,EINSUM", "12,SPLIT"})
  void writtenOutNormalizationHoldsTheResidualWidth(long opset, Projection projection) {
    ChannelFacts facts =
        MaskedAndSliced.check(freed(opset, projection), IMAGE, Map.of(), new Random(opset));
    assertThat(facts.groups()).hasSize(4);
    assertThat(facts.fixed())
        .anySatisfy(
            refusal ->
                assertThat(refusal.reason())
                    .contains("block0.norm1.mean", "computes one number over it"));
  }

  @Test
  void aSingleHeadKeepsQueriesAndKeysAndNarrowsValues() {
    NetworkBuilder net = new NetworkBuilder(new Random(4));
    TransformerLayers layers = new TransformerLayers(net);
    String x = net.conv("stem", net.input("x", 1, 3, 4, 4), 8, 1, 1);
    String mixed = layers.attention("one", layers.tokens("t", x), Projection.SEPARATE, 1, 6);
    Graph graph = net.build(layers.linear("head", mixed, 3));
    ChannelFacts facts =
        MaskedAndSliced.check(graph, Map.of("x", Shape.of(1, 3, 4, 4)), Map.of(), new Random(4));
    assertThat(facts.groups())
        .extracting(ChannelGroup::id)
        .containsExactly("stem", "one.v.matmul", "one.matmul");
    assertThat(facts.fixed())
        .extracting(r -> r.site() + ": " + r.reason())
        .anySatisfy(
            text -> assertThat(text).contains("one.q.matmul", "sums products of two values"));
  }

  private static Graph freed(long opset, Projection projection) {
    Graph graph = TinyVisionTransformer.graph(opset, opset, 16, 5, projection);
    return BatchAxis.free(graph, IMAGE, OPERATORS);
  }

  @Test
  void theReshapesFollowTheHeads() {
    Graph graph = freed(17, Projection.GATHERED);
    Types types = new ShapeInference(OPERATORS).infer(graph, IMAGE);
    ChannelFacts facts = new ChannelTracing(OPERATORS).trace(graph, types);
    MaterializingEditor editor = new MaterializingEditor(graph, facts);
    editor.keepChannels(facts.groups().get(0), new int[] {1, 3});
    Types narrow = new ShapeInference(OPERATORS).infer(editor.result(), IMAGE);
    assertThat(
            List.of(
                narrow.of("block0.attention.apart").shape(),
                narrow.of("block0.attention.joined").shape(),
                narrow.of("block1.attention.apart").shape()))
        .containsExactly(Shape.of(1, 17, 3, 2, 8), Shape.of(1, 17, 16), Shape.of(1, 17, 3, 4, 8));
  }
}
