package dev.pluto.engine.model;

import dev.pluto.engine.analysis.BatchNormalizationFolding;
import dev.pluto.engine.analysis.FusedConvolutions;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.Simplifier;
import dev.pluto.engine.onnx.OnnxReader;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import java.nio.file.Path;

/**
 * A model file as Pluto works with it.
 *
 * @param file where it lies
 * @param bytes the model as one file: what it keeps in files beside it is inside
 * @param sha256 of the file
 * @param given the graph as the file has it, without nodes that do nothing
 * @param graph the same with BatchNormalization folded where it follows its convolution
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody
public record ImportedModel(Path file, byte[] bytes, String sha256, Graph given, Graph graph) {
  /**
   * Imports a file.
   *
   * @throws ProblemException if there is no such file, or it is no model that can be taken
   */
  public static ImportedModel read(Path file, Operators operators) {
    byte[] bytes = OnnxReader.bytes(file);
    return of(file, bytes, OnnxReader.read(bytes, file), operators);
  }

  /**
   * Imports what was read.
   *
   * @param bytes of the file
   * @param read the graph that these bytes and the files beside them hold
   */
  public static ImportedModel of(Path file, byte[] bytes, Graph read, Operators operators) {
    Graph given = new Simplifier(operators).simplify(FusedConvolutions.split(read));
    return new ImportedModel(
        file,
        bytes.length < tensorBytes(read) ? OnnxWriter.write(read) : bytes,
        Sha256.of(bytes),
        given,
        BatchNormalizationFolding.fold(given));
  }

  private static long tensorBytes(Graph graph) {
    return graph.initializers().values().stream()
        .mapToLong(t -> t.hasData() ? t.data().remaining() : 0)
        .sum();
  }

  /** Name of the file. */
  public String name() {
    return String.valueOf(file.getFileName());
  }

  /** Whether the file already carries reduced precisions. */
  public boolean isQuantized() {
    return !given.quantizations().isEmpty();
  }
}
