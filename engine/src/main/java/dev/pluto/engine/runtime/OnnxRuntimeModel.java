package dev.pluto.engine.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model file loaded into ONNX Runtime on this machine's CPU, run on host tensors. One model may
 * be run from several threads at once.
 */
public final class OnnxRuntimeModel implements AutoCloseable {
  private static final String TYPE_PREFIX = "ONNX_TENSOR_ELEMENT_DATA_TYPE_";

  private final String name;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final List<ValueInfo> inputs;
  private final List<ValueInfo> outputs;

  private OnnxRuntimeModel(String name, OrtEnvironment environment, OrtSession session)
      throws OrtException {
    this.name = name;
    this.environment = environment;
    this.session = session;
    inputs = describe(session.getInputInfo());
    outputs = describe(session.getOutputInfo());
  }

  /**
   * Loads a model from memory.
   *
   * @param name what to call the model in problems
   * @param threads threads that compute one run, at least 1
   * @throws ProblemException of kind MODEL if ONNX Runtime refuses it
   */
  public static OnnxRuntimeModel open(byte[] model, String name, int threads) {
    OrtEnvironment environment = OnnxRuntimeLibrary.environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      OrtSession session = environment.createSession(model, options);
      try {
        return new OnnxRuntimeModel(name, environment, session);
      } catch (OrtException | RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      throw problem(name, "ONNX Runtime cannot load it: " + e.getMessage());
    }
  }

  /**
   * Loads a model file.
   *
   * @param threads threads that compute one run, at least 1
   * @throws ProblemException of kind USAGE if the file cannot be read, of kind MODEL if ONNX
   *     Runtime refuses it
   */
  public static OnnxRuntimeModel open(Path file, int threads) {
    try {
      return open(Files.readAllBytes(file), file.toString(), threads);
    } catch (IOException e) {
      throw new ProblemException(
          ProblemException.Kind.USAGE, new Problem(file.toString(), "cannot be read: " + e));
    }
  }

  /**
   * What ONNX Runtime finds out about the outputs of a model without running it.
   *
   * @return by name, with symbols for sizes that are not known; without outputs that are no tensors
   *     of known types, such as sequences and texts. An output without axes may be one whose number
   *     of axes is not known.
   * @throws ProblemException of kind MODEL if ONNX Runtime refuses the model
   */
  public static Map<String, ValueInfo> outputTypes(byte[] model, String name) {
    OrtEnvironment environment = OnnxRuntimeLibrary.environment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      // Enough to fold what follows from shapes, and nothing that fuses.
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.BASIC_OPT);
      try (OrtSession session = environment.createSession(model, options)) {
        Map<String, ValueInfo> types = new LinkedHashMap<>();
        for (NodeInfo output : session.getOutputInfo().values()) {
          if (output.getInfo() instanceof TensorInfo info) {
            dataType(info)
                .filter(type -> type != DataType.STRING)
                .ifPresent(
                    type ->
                        types.put(
                            output.getName(),
                            new ValueInfo(output.getName(), type, Optional.of(sizes(info)))));
          }
        }
        return types;
      }
    } catch (OrtException e) {
      throw problem(name, "ONNX Runtime cannot load it: " + e.getMessage());
    }
  }

  /** Inputs in the order of the file; sizes that the caller chooses are symbols. */
  public List<ValueInfo> inputs() {
    return inputs;
  }

  /** Outputs in the order of the file. */
  public List<ValueInfo> outputs() {
    return outputs;
  }

  /**
   * Runs the model.
   *
   * @param values a tensor for every input, by name
   * @return a tensor for every output, by name, in the order of the file
   * @throws ProblemException of kind MODEL if ONNX Runtime reports an error
   */
  public Map<String, Tensor> run(Map<String, Tensor> values) {
    Map<String, OnnxTensor> fed = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Tensor> entry : values.entrySet()) {
        fed.put(entry.getKey(), toNative(entry.getValue()));
      }
      try (OrtSession.Result result = session.run(fed)) {
        Map<String, Tensor> out = new LinkedHashMap<>();
        for (Map.Entry<String, OnnxValue> entry : result) {
          out.put(entry.getKey(), fromNative(entry.getKey(), entry.getValue()));
        }
        return out;
      }
    } catch (OrtException e) {
      throw problem(name, "ONNX Runtime cannot run it: " + e.getMessage());
    } finally {
      fed.values().forEach(OnnxTensor::close);
    }
  }

  /**
   * Runs the model.
   *
   * @param values a tensor for every input, in the order of {@link #inputs}
   * @return a tensor for every output, in the order of {@link #outputs}
   * @throws ProblemException of kind MODEL if ONNX Runtime reports an error
   */
  public List<Tensor> run(List<Tensor> values) {
    if (values.size() != inputs.size()) {
      throw problem(name, "has %d inputs, got %d".formatted(inputs.size(), values.size()));
    }
    Map<String, Tensor> byName = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      byName.put(inputs.get(i).name(), values.get(i));
    }
    return List.copyOf(run(byName).values());
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("closing model " + name, e);
    }
  }

  private OnnxTensor toNative(Tensor tensor) throws OrtException {
    OnnxJavaType type =
        switch (tensor.dataType()) {
          case FLOAT -> OnnxJavaType.FLOAT;
          case DOUBLE -> OnnxJavaType.DOUBLE;
          case FLOAT16 -> OnnxJavaType.FLOAT16;
          case BFLOAT16 -> OnnxJavaType.BFLOAT16;
          case INT8 -> OnnxJavaType.INT8;
          case UINT8 -> OnnxJavaType.UINT8;
          case INT16 -> OnnxJavaType.INT16;
          case INT32 -> OnnxJavaType.INT32;
          case INT64 -> OnnxJavaType.INT64;
          case BOOL -> OnnxJavaType.BOOL;
          default ->
              throw problem(name, "inputs of type " + tensor.dataType() + " are not supported");
        };
    ByteBuffer data = tensor.data();
    ByteBuffer shared = ByteBuffer.allocateDirect(data.remaining()).order(ByteOrder.nativeOrder());
    shared.put(data).flip();
    return OnnxTensor.createTensor(environment, shared, tensor.shape().sizes(), type);
  }

  private Tensor fromNative(String output, OnnxValue value) {
    if (!(value instanceof OnnxTensor tensor) || tensor.getInfo().type == OnnxJavaType.STRING) {
      throw problem(name, "output '" + output + "' is not a tensor of numbers");
    }
    TensorInfo info = tensor.getInfo();
    Shape shape = Shape.of(info.getShape());
    ByteBuffer data = shape.elements() == 0 ? ByteBuffer.allocate(0) : tensor.getByteBuffer();
    return Tensor.of(dataType(output, info), shape, data);
  }

  private DataType dataType(String value, TensorInfo info) {
    return dataType(info)
        .orElseThrow(() -> problem(name, "'" + value + "' has type " + info.onnxType));
  }

  private static Optional<DataType> dataType(TensorInfo info) {
    String type = info.onnxType.name().substring(TYPE_PREFIX.length());
    return Arrays.stream(DataType.values()).filter(t -> t.name().equals(type)).findFirst();
  }

  private static List<Dimension> sizes(TensorInfo info) {
    List<Dimension> dimensions = new ArrayList<>();
    for (int i = 0; i < info.getShape().length; i++) {
      long size = info.getShape()[i];
      dimensions.add(
          size >= 0
              ? new Dimension.Fixed(size)
              : new Dimension.Symbol(info.getDimensionNames()[i]));
    }
    return dimensions;
  }

  private List<ValueInfo> describe(Map<String, NodeInfo> values) {
    List<ValueInfo> described = new ArrayList<>();
    for (NodeInfo value : values.values()) {
      if (!(value.getInfo() instanceof TensorInfo info)) {
        throw problem(name, "'" + value.getName() + "' is not a tensor");
      }
      described.add(
          new ValueInfo(
              value.getName(), dataType(value.getName(), info), Optional.of(sizes(info))));
    }
    return described;
  }

  private static ProblemException problem(String model, String what) {
    return new ProblemException(ProblemException.Kind.MODEL, new Problem(model, what));
  }
}
