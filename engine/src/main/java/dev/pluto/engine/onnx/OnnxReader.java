package dev.pluto.engine.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads ONNX files. Files are taken for hostile: sizes, nesting and references are checked before
 * memory is allocated for them, and whatever is wrong is a {@link ProblemException} of kind MODEL
 * that names the file and the place in it.
 */
public final class OnnxReader {
  private OnnxReader() {}

  /**
   * Reads a model file and the files beside it that it refers to.
   *
   * @throws ProblemException of kind USAGE if there is no such file, of kind MODEL if it is no
   *     model that Pluto can take
   */
  public static Graph read(Path file) {
    return read(bytes(file), file);
  }

  /**
   * The bytes of a model file, for {@link #read(byte[], Path)}.
   *
   * @throws ProblemException of kind USAGE if there is no such file, of kind MODEL if it is too
   *     large for an ONNX file or for the memory of this process
   */
  public static byte[] bytes(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw unreadable(file, "there is no such file");
      }
      long size = Files.size(file);
      ParseLimits.checkSize(size, new ModelProblems(file.toString()));
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, "cannot be read: " + e);
    }
  }

  /**
   * Reads the bytes of a model file, and the files beside it that it refers to. The graph shares
   * the bytes, which must not change afterwards.
   *
   * @throws ProblemException of kind MODEL if it is no model that Pluto can take
   */
  public static Graph read(byte[] bytes, Path file) {
    return read(bytes, file.toString(), Optional.ofNullable(file.toAbsolutePath().getParent()));
  }

  /**
   * Reads a model from memory. The graph shares the bytes, which must not change afterwards.
   *
   * @param name what to call the model in problems
   * @throws ProblemException of kind MODEL if it is no model that Pluto can take
   */
  public static Graph read(byte[] bytes, String name) {
    return read(bytes, name, Optional.empty());
  }

  private static Graph read(byte[] bytes, String name, Optional<Path> folder) {
    ModelProblems problems = new ModelProblems(name);
    ModelProto model;
    try {
      ByteString content = UnsafeByteOperations.unsafeWrap(bytes);
      ParseLimits.check(content, problems);
      CodedInputStream in = content.newCodedInput();
      in.enableAliasing(true);
      in.setRecursionLimit(ParseLimits.DEPTH);
      model = ModelProto.parseFrom(in);
    } catch (IOException e) {
      throw problems.fatal("", "is not an ONNX model, or damaged: " + e.getMessage());
    }
    Graph graph = new ModelDecoder(problems, new ExternalData(folder, problems)).decode(model);
    return problems.inside(() -> QuantizationLifter.lift(graph));
  }

  private static ProblemException unreadable(Path file, String what) {
    return new ProblemException(ProblemException.Kind.USAGE, new Problem(file.toString(), what));
  }
}
