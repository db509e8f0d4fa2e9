package dev.pluto.engine.model;

import dev.pluto.engine.analysis.BatchNormalizationFolding;
import dev.pluto.engine.analysis.FusedConvolutions;
import dev.pluto.engine.analysis.Operators;
import dev.pluto.engine.analysis.Simplifier;
import dev.pluto.engine.floats.FloatForm;
import dev.pluto.engine.onnx.ConstantBranches;
import dev.pluto.engine.onnx.OnnxReader;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.opaque.OpaqueParts;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A model file as Pluto works with it.
 *
 * @param file where it lies
 * @param bytes the model as one file: what it keeps in files beside it is inside
 * @param sha256 of the file
 * @param given the graph as the file has it, without nodes that do nothing
 * @param graph the network of 32-bit floats that it stands for, with BatchNormalization folded
 *     where it follows its convolution
 * @param reduced whether the file holds numbers of reduced precision, so that the graph is another
 * @param opaque the nodes of the graph that lie in opaque parts
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, changed by nobody
public record ImportedModel(
    Path file,
    byte[] bytes,
    String sha256,
    Graph given,
    Graph graph,
    boolean reduced,
    List<OpaqueParts.Member> opaque) {
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
    Simplifier simplifier = new Simplifier(operators);
    Graph given = inlined(simplifier.simplify(FusedConvolutions.split(read)), simplifier);
    Graph floats = FloatForm.of(given);
    return new ImportedModel(
        file,
        bytes.length < tensorBytes(read) ? OnnxWriter.write(read) : bytes,
        Sha256.of(bytes),
        given,
        BatchNormalizationFolding.fold(
            floats == given ? given : inlined(simplifier.simplify(floats), simplifier)),
        floats != given,
        List.of());
  }

  /** Without branches that are never taken; one that is taken may decide others. */
  private static Graph inlined(Graph graph, Simplifier simplifier) {
    Graph inlined = ConstantBranches.inline(graph, graph::initializer);
    return inlined == graph ? graph : inlined(simplifier.simplify(inlined), simplifier);
  }

  /**
   * The model with what cannot be trained in opaque parts.
   *
   * @param shapes of all inputs
   * @throws ProblemException if ONNX Runtime cannot run it
   */
  public ImportedModel withParts(Map<String, Shape> shapes, Operators operators) {
    OpaqueParts parts = OpaqueParts.of(graph, shapes, operators);
    return new ImportedModel(
        file,
        bytes,
        sha256,
        OpaqueParts.of(given, shapes, operators).graph(),
        parts.graph(),
        reduced,
        parts.members());
  }

  /** What lies in opaque parts, in words; empty if nothing does. */
  public Optional<String> explanation() {
    if (opaque.isEmpty()) {
      return Optional.empty();
    }
    String operators =
        opaque.stream()
            .map(OpaqueParts.Member::operator)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return Optional.of(
        "%d of the nodes cannot be trained and stay as they are: %s (see pluto inspect)"
            .formatted(opaque.size(), operators));
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
}
