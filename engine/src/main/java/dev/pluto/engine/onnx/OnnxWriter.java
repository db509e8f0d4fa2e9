package dev.pluto.engine.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.pluto.spi.Problem;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Tensor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes graphs as ONNX files, quantizations as QuantizeLinear and DequantizeLinear. The operator
 * set of the graph is kept, and raised only where a quantization needs a newer one.
 */
public final class OnnxWriter {
  /** The operator set with per-channel steps. */
  private static final long PER_CHANNEL = 13;

  /** The operator set with 4-bit constants. */
  private static final long INT4 = 21;

  /** Room for names and attributes, beside the tensors, below protobuf's limit of 2 GiB. */
  private static final long LARGEST_TENSORS = Integer.MAX_VALUE - (64L << 20);

  private OnnxWriter() {}

  /**
   * The bytes of the file; the same graph always gives the same bytes.
   *
   * @throws ProblemException of kind MODEL if the operator set would have to be raised and an
   *     operator does not allow it, or if the file would be larger than 2 GiB
   * @throws IllegalStateException if a tensor has no elements
   */
  public static byte[] write(Graph graph) {
    return encode(graph, true, t -> UnsafeByteOperations.unsafeWrap(t.data())).toByteArray();
  }

  /**
   * The bytes of a file whose quantized inputs arrive and whose quantized outputs leave as
   * integers: a part of a larger quantized model, to be run alone.
   *
   * @throws ProblemException as {@link #write} does
   */
  public static byte[] writePart(Graph part) {
    Graph graph = OpaqueExpansion.expand(part);
    Map<String, Quantization> plan = QuantizationPlan.of(graph);
    Graph raised = OpsetUpgrade.raise(graph, QuantizationPlan.requiredOpset(plan));
    // Conversions that the part itself has stay: they are what it costs.
    Graph lowered =
        plan.isEmpty() ? raised : IntegerBorder.of(QuantizationLowering.lower(raised, plan, true));
    return new ModelEncoder(t -> UnsafeByteOperations.unsafeWrap(t.data()))
        .encode(lowered)
        .toByteArray();
  }

  /**
   * The length of what {@link #write} gives, in bytes. Tensors may be without elements; a
   * quantization without a scale counts as one with a step per output channel of a weight, or one
   * for a whole value.
   *
   * @throws ProblemException as {@link #write} does
   */
  public static long size(Graph graph) {
    return encode(graph, false, t -> ZeroBytes.of(t.dataType().bytes(t.shape().elements())))
        .getSerializedSize();
  }

  /**
   * The constants that the file rounds although the graph gives them no quantization: biases of
   * integer kernels, whose steps follow from input and weight.
   *
   * @return by name, as the floats that the stored integers stand for
   */
  public static Map<String, Tensor> roundedBiases(Graph given) {
    Graph graph = OpaqueExpansion.expand(given);
    Map<String, Tensor> rounded = new LinkedHashMap<>();
    QuantizationPlan.of(graph)
        .forEach(
            (name, quantization) -> {
              if (graph.quantization(name).isEmpty()) {
                Quantization.Scale scale = quantization.scale().orElseThrow();
                Tensor bias = graph.initializer(name).orElseThrow();
                rounded.put(
                    name,
                    LinearQuantization.dequantize(
                        LinearQuantization.quantize(bias, quantization.precision(), scale), scale));
              }
            });
    return rounded;
  }

  /**
   * The bytes of a file that is to be loaded and not kept: its outputs are these values, whatever
   * their types are. Quantizations are left out, and constants without elements are zeros.
   */
  public static byte[] writeProbe(Graph graph, Collection<String> values) {
    Graph expanded = OpaqueExpansion.expand(graph).toBuilder().quantizations(Map.of()).build();
    ModelProto.Builder model =
        new ModelEncoder(
                t ->
                    t.hasData()
                        ? UnsafeByteOperations.unsafeWrap(t.data())
                        : ZeroBytes.of(t.dataType().bytes(t.shape().elements())))
            .encode(expanded).toBuilder();
    model.getGraphBuilder().clearOutput();
    values.forEach(
        value -> model.getGraphBuilder().addOutput(ValueInfoProto.newBuilder().setName(value)));
    return model.build().toByteArray();
  }

  /** Whether the graph can be written with 8-bit weights that have a step per channel. */
  public static boolean supportsInt8(Graph graph) {
    return OpsetUpgrade.obstacles(OpaqueExpansion.expand(graph), PER_CHANNEL).isEmpty();
  }

  /** Whether the graph can be written with 4-bit weights, or with 16-bit values. */
  public static boolean supportsInt4(Graph graph) {
    return OpsetUpgrade.obstacles(OpaqueExpansion.expand(graph), INT4).isEmpty();
  }

  private static ModelProto encode(
      Graph given, boolean elements, Function<Tensor, ByteString> bytes) {
    Graph graph = OpaqueExpansion.expand(given);
    Map<String, Quantization> plan = QuantizationPlan.of(graph);
    Graph raised = OpsetUpgrade.raise(graph, QuantizationPlan.requiredOpset(plan));
    Graph lowered = plan.isEmpty() ? raised : QuantizationLowering.lower(raised, plan, elements);
    requireSmall(lowered);
    return new ModelEncoder(bytes).encode(lowered);
  }

  private static void requireSmall(Graph graph) {
    long bytes = 0;
    for (Tensor tensor : graph.initializers().values()) {
      bytes += tensor.dataType().bytes(tensor.shape().elements());
    }
    if (bytes > LARGEST_TENSORS) {
      throw new ProblemException(
          ProblemException.Kind.MODEL,
          new Problem(
              "model " + graph.name(),
              "its tensors take %d bytes, an ONNX file at most 2 GiB".formatted(bytes)));
    }
  }
}
