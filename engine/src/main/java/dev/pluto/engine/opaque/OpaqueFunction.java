package dev.pluto.engine.opaque;

import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.runtime.OnnxRuntimeModel;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.OpaquePart;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** An opaque part loaded into ONNX Runtime. */
public final class OpaqueFunction implements AutoCloseable {
  private static final int THREADS = 2;

  private final Graph body;
  private final List<Integer> fed = new ArrayList<>();
  private final OnnxRuntimeModel model;

  /**
   * Loads a part.
   *
   * @param constants gives those of its inputs, by name around the part, that are always the same
   * @throws dev.pluto.spi.ProblemException of kind MODEL if ONNX Runtime refuses it
   */
  public OpaqueFunction(Node part, Function<String, Optional<Tensor>> constants) {
    body = OpaquePart.body(part);
    Graph.Builder own = body.toBuilder();
    List<ValueInfo> inputs = new ArrayList<>();
    for (int i = 0; i < body.inputs().size(); i++) {
      ValueInfo input = body.inputs().get(i);
      Optional<Tensor> constant = constants.apply(part.inputs().get(i));
      if (constant.isPresent()) {
        own.initializer(input.name(), constant.get());
      } else {
        inputs.add(input);
        fed.add(i);
      }
    }
    model =
        OnnxRuntimeModel.open(
            OnnxWriter.write(own.inputs(inputs).build()), part.toString(), THREADS);
  }

  /** Places of the inputs that are no constants. */
  public List<Integer> fed() {
    return List.copyOf(fed);
  }

  /**
   * Runs the part.
   *
   * @param inputs those at {@link #fed}, of 32-bit floats and 64-bit integers; they are converted
   * @return all outputs in the types that they have
   * @throws dev.pluto.spi.ProblemException of kind MODEL if ONNX Runtime reports an error
   */
  public List<Tensor> run(List<Tensor> inputs) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (int i = 0; i < fed.size(); i++) {
      ValueInfo input = body.inputs().get(fed.get(i));
      values.put(input.name(), Conversion.to(input.dataType(), inputs.get(i)));
    }
    return List.copyOf(model.run(values).values());
  }

  @Override
  public void close() {
    model.close();
  }
}
