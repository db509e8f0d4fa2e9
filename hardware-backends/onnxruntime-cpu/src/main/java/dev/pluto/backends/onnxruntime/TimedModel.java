package dev.pluto.backends.onnxruntime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.pluto.spi.graph.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** A model that is loaded and fed, ready to be timed; one thread, all optimizations. */
final class TimedModel implements AutoCloseable {
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs = new HashMap<>();

  /**
   * Loads a model.
   *
   * @param shapes shape of inputs whose declared shape is open, by name
   * @throws OrtException if ONNX Runtime cannot load or feed it
   */
  TimedModel(byte[] model, Map<String, Shape> shapes) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      session = environment.createSession(model, options);
    }
    try {
      for (NodeInfo input : session.getInputInfo().values()) {
        TensorInfo info = (TensorInfo) input.getInfo();
        Shape given = shapes.get(input.getName());
        long[] shape = given == null ? info.getShape() : given.sizes();
        inputs.put(input.getName(), filled(environment, info, shape));
      }
    } catch (OrtException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The same numbers every time, of both signs for floats. */
  private static OnnxTensor filled(OrtEnvironment environment, TensorInfo info, long[] shape)
      throws OrtException {
    int elements = Math.toIntExact(Shape.of(shape).elements());
    SplittableRandom random = new SplittableRandom(elements);
    int width = info.type.size;
    ByteBuffer bytes = ByteBuffer.allocateDirect(elements * width).order(ByteOrder.nativeOrder());
    for (int i = 0; i < elements; i++) {
      switch (info.type) {
        case FLOAT -> bytes.putFloat(i * 4, (float) (random.nextDouble() * 2 - 1));
        case DOUBLE -> bytes.putDouble(i * 8, random.nextDouble() * 2 - 1);
        case INT8, UINT8 -> bytes.put(i, (byte) random.nextInt(256));
        default -> {
          // Indices and lengths: zero is always legal.
        }
      }
    }
    return OnnxTensor.createTensor(environment, bytes, shape, info.type);
  }

  /** Runs it once. */
  void run() throws OrtException {
    try (OrtSession.Result result = session.run(inputs)) {
      for (Map.Entry<String, OnnxValue> output : result) {
        // Touching the output keeps the run from being dropped.
        output.getValue().getInfo();
      }
    }
  }

  /** Milliseconds per run over so many runs in a row. */
  double time(int runs) throws OrtException {
    long start = System.nanoTime();
    for (int i = 0; i < runs; i++) {
      run();
    }
    return (System.nanoTime() - start) / 1e6 / runs;
  }

  @Override
  public void close() throws OrtException {
    inputs.values().forEach(OnnxTensor::close);
    session.close();
  }
}
