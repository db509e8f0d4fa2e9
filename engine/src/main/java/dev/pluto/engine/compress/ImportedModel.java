package dev.pluto.engine.compress;

import dev.pluto.engine.analysis.BatchNormalizationFolding;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.Simplifier;
import dev.pluto.engine.onnx.OnnxReader;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A model file as Pluto works with it.
 *
 * @param file where it lies
 * @param length its bytes on disk
 * @param sha256 of the file
 * @param given the graph as the file has it, without nodes that do nothing
 * @param graph the same with BatchNormalization folded where it follows its convolution
 */
public record ImportedModel(Path file, long length, String sha256, Graph given, Graph graph) {
  /**
   * Imports a file.
   *
   * @throws ProblemException if there is no such file, or it is no model that can be taken
   */
  public static ImportedModel read(Path file, Operators operators) {
    Graph read = OnnxReader.read(file);
    Graph given = new Simplifier(operators).simplify(read);
    try {
      return new ImportedModel(
          file,
          Files.size(file),
          Sha256.of(Files.readAllBytes(file)),
          given,
          BatchNormalizationFolding.fold(given));
    } catch (IOException e) {
      throw new ProblemException(
          ProblemException.Kind.USAGE,
          new Problem(file.toString(), "can't be read: " + e.getMessage()));
    }
  }

  /** Whether the file already carries reduced precisions. */
  public boolean isQuantized() {
    return !given.quantizations().equals(Map.of());
  }
}
