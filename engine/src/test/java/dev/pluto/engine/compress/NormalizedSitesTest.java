package dev.pluto.engine.compress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.analysis.BatchNormalizationFolding;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.ShapeInference;
import dev.pluto.engine.analysis.Types;
import dev.pluto.engine.model.ImportedModel;
import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.engine.recipe.Recipe.BatchNormalization;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.task.OutputMeaning;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NormalizedSitesTest {
  private static final Map<String, Shape> INPUT = Map.of("x", Shape.of(1, 2, 4, 4));
  private static final OutputMeaning CLASSES = new OutputMeaning.ClassLogits(1);
  private static final OutputMeaning IMAGE = new OutputMeaning.Signal();

  /** Convolutions "a" and "b", "b" with a batch normalization if wanted, and "last". */
  private static Graph network(boolean normalized) {
    Graph.Builder builder =
        Graph.builder("network")
            .opset("", 17)
            .input(
                new ValueInfo(
                    "x",
                    DataType.FLOAT,
                    Optional.of(
                        Stream.of(1, 2, 4, 4)
                            .<Dimension>map(s -> new Dimension.Fixed(s))
                            .toList())));
    convolution(builder, "a", "x", "a.out");
    convolution(builder, "b", "a.out", normalized ? "b.raw" : "b.out");
    if (normalized) {
      for (String vector : List.of("gamma", "beta", "mean", "variance")) {
        builder.initializer(vector, Tensor.ofFloats(Shape.of(2), 1, 2));
      }
      builder.node(
          new Node(
              "norm",
              "",
              "BatchNormalization",
              List.of("b.raw", "gamma", "beta", "mean", "variance"),
              List.of("b.out"),
              Map.of()));
    }
    convolution(builder, "last", "b.out", "y");
    return builder.output(new ValueInfo("y", DataType.FLOAT, Optional.empty())).build();
  }

  private static void convolution(Graph.Builder builder, String name, String in, String out) {
    builder.initializer(name + ".w", Tensor.ofFloats(Shape.of(2, 2, 1, 1), 1, 2, 3, 4));
    builder.initializer(name + ".b", Tensor.ofFloats(Shape.of(2), 1, 2));
    builder.node(
        new Node(name, "", "Conv", List.of(in, name + ".w", name + ".b"), List.of(out), Map.of()));
  }

  private static Set<String> sites(
      boolean normalized, BatchNormalization wanted, OutputMeaning meaning) {
    Graph given = network(normalized);
    Graph folded = BatchNormalizationFolding.fold(given);
    Types types = new ShapeInference(new Operators(BuiltInOperators.all())).infer(folded, INPUT);
    ImportedModel model =
        new ImportedModel(Path.of("n.onnx"), new byte[0], "", given, folded, false, List.of());
    return NormalizedSites.of(wanted, model, folded, types, List.of(meaning));
  }

  @Test
  void whereTheFileHasNormalizationsTheirConvolutionsGetThem() {
    assertThat(sites(true, BatchNormalization.AUTO, CLASSES)).containsExactly("b");
    assertThat(sites(true, BatchNormalization.AUTO, IMAGE)).containsExactly("b");
  }

  @Test
  void whereItHasNoneAllGetThemButTheOneThatMakesTheOutput() {
    assertThat(sites(false, BatchNormalization.AUTO, CLASSES)).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void networksThatMakeSignalsAreLeftAlone() {
    assertThat(sites(false, BatchNormalization.AUTO, IMAGE)).isEmpty();
  }

  @Test
  void theRecipeDecides() {
    assertThat(sites(true, BatchNormalization.NEVER, CLASSES)).isEmpty();
    assertThat(sites(true, BatchNormalization.ALWAYS, IMAGE)).containsExactlyInAnyOrder("a", "b");
  }
}
