package dev.pluto.engine.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.ReferenceShapes;
import dev.pluto.engine.analysis.UntrainableNodes;
import dev.pluto.engine.examine.ModelInspector;
import dev.pluto.engine.model.ImportedModel;
import dev.pluto.engine.onnx.OnnxReader;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.operator.BuiltInOperators;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What happens to every file that Pluto is given: it is read, simplified, its shapes are inferred
 * and its channels traced. What is accepted must also survive being written and read.
 */
final class Import {
  private static final String NAME = "fuzzed.onnx";
  private static final Operators OPERATORS = new Operators(BuiltInOperators.all());

  private static final int WARM = 16;

  private Import() {}

  /** Loads all that is needed, which takes longer than any model may. */
  static void warmUp() {
    for (int i = 0; i < SeedModels.COUNT; i += SeedModels.COUNT / WARM) {
      assertThat(accepts(SeedModels.bytes(i))).isTrue();
    }
  }

  /**
   * Takes a model in, or refuses it in words.
   *
   * @return whether it was accepted
   * @throws RuntimeException whatever is neither: a defect
   */
  static boolean accepts(byte[] bytes) {
    Graph read;
    try {
      read = OnnxReader.read(bytes, NAME);
      ImportedModel model = ImportedModel.of(Path.of(NAME), bytes, read, OPERATORS);
      Map<String, Shape> shapes = ReferenceShapes.of(model.graph(), Map.of());
      if (!UntrainableNodes.of(model.graph(), shapes, OPERATORS, value -> Optional.empty())
          .reasons()
          .isEmpty()) {
        // What ONNX Runtime makes of it is not what is tested.
        return false;
      }
      new ModelInspector(OPERATORS).inspect(model, Map.of(), Optional.empty());
    } catch (ProblemException refused) {
      assertThat(refused.kind()).isIn(ProblemException.Kind.MODEL, ProblemException.Kind.USAGE);
      assertThat(refused.problems()).isNotEmpty().allMatch(p -> !p.place().isEmpty());
      return false;
    }
    survivesWriting(read);
    return true;
  }

  private static void survivesWriting(Graph read) {
    byte[] written;
    try {
      written = OnnxWriter.write(read);
    } catch (ProblemException cannotBeRaised) {
      return;
    }
    Graph again = OnnxReader.read(written, NAME);
    assertThat(OnnxWriter.write(again)).isEqualTo(written);
  }
}
