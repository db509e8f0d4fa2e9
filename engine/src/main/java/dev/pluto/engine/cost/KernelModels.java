package dev.pluto.engine.cost;

import dev.pluto.engine.onnx.HalfPrecision;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.engine.onnx.OpaqueExpansion;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.PricingContext;
import dev.pluto.spi.hardware.TensorForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Writes single kernels as models of their own, for targets that run them. */
public final class KernelModels implements PricingContext, AutoCloseable {
  private static final double WEIGHT_SIZE = 0.1;

  /** Most numbers of a Resize: its region on a feature map with three spatial axes. */
  private static final int MOST_PARAMETERS = 10;

  private static final String STANDARD = "";

  private final Graph graph;
  private final Map<Node, Graph> owners = new HashMap<>();
  private final Optional<Path> cache;
  private final Path scratch;

  /**
   * A writer of kernels of a graph.
   *
   * @param graph gives integer constants, such as the axes of a slice
   * @param cache a folder for prices that are measured once
   */
  public KernelModels(Graph graph, Optional<Path> cache) {
    this.graph = graph;
    this.cache = cache;
    include(graph);
    try {
      this.scratch = Files.createTempDirectory("pluto-kernels");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes in the nodes of another graph, such as one that was raised to a newer operator set: they
   * mean what that says, and have its constants. The same goes for nodes in opaque parts.
   */
  void include(Graph other) {
    Graph all = OpaqueExpansion.expand(other);
    all.nodes().forEach(node -> owners.putIfAbsent(node, all));
  }

  /** The graph in whose operator set all nodes of a kernel are written. */
  private Graph owner(Kernel kernel) {
    return kernel.nodes().stream()
        .map(node -> owners.getOrDefault(node, graph))
        .max(Comparator.comparing(owner -> owner.opsets().getOrDefault(STANDARD, 1L)))
        .orElse(graph);
  }

  @Override
  public byte[] model(Kernel kernel) {
    Graph owner = owner(kernel);
    Graph.Builder builder = Graph.builder("kernel");
    owner.opsets().forEach(builder::opset);
    Map<String, TensorForm> forms = new HashMap<>();
    kernel.inputs().forEach(f -> forms.put(f.tensor(), f));
    kernel.weights().forEach(f -> forms.put(f.tensor(), f));
    kernel.outputs().forEach(f -> forms.put(f.tensor(), f));
    forms.values().stream()
        .filter(f -> f.precision().isInteger())
        .forEach(f -> builder.quantization(f.tensor(), Quantization.of(f.precision())));
    if (kernel.nodes().isEmpty()) {
      return conversion(kernel, builder);
    }
    kernel.inputs().forEach(f -> builder.input(value(f, f.tensor())));
    kernel.outputs().forEach(f -> builder.output(value(f, f.tensor())));
    kernel.weights().forEach(f -> builder.initializer(f.tensor(), weight(owner, f)));
    KernelFitting fitting = new KernelFitting(owner, forms, builder);
    for (Node node : kernel.nodes()) {
      builder.node(fitting.fit(node));
    }
    return OnnxWriter.writePart(builder.build());
  }

  private static byte[] conversion(Kernel kernel, Graph.Builder builder) {
    TensorForm from = kernel.inputs().get(0);
    String to = "quantized";
    builder.quantizations(Map.of(to, Quantization.of(kernel.outputs().get(0).precision())));
    builder.input(value(from, from.tensor()));
    builder.output(value(from, to));
    builder.node(
        new Node("conversion", "", "Identity", List.of(from.tensor()), List.of(to), Map.of()));
    return OnnxWriter.writePart(builder.build());
  }

  private static ValueInfo value(TensorForm form, String name) {
    List<Dimension> sizes = new ArrayList<>();
    for (long size : form.shape().sizes()) {
      sizes.add(new Dimension.Fixed(size));
    }
    return new ValueInfo(name, form.dataType(), Optional.of(sizes));
  }

  /**
   * Numbers of both signs for weights; integers and a few floats, which may be limits or factors,
   * keep their meaning.
   */
  private static Tensor weight(Graph owner, TensorForm form) {
    Optional<Tensor> original =
        owner
            .initializer(form.tensor())
            .filter(t -> t.hasData() && t.dataType() == form.dataType());
    boolean same = original.filter(t -> t.shape().equals(form.shape())).isPresent();
    boolean few = same && form.shape().elements() <= MOST_PARAMETERS;
    if (original.isPresent() && (few || form.dataType() != DataType.FLOAT)) {
      return original.get();
    }
    if (form.dataType() != DataType.FLOAT && form.dataType() != DataType.FLOAT16) {
      // Nothing is known of it but its type: zeros are legal integers.
      long bytes = form.dataType().bytes(form.shape().elements());
      return Tensor.of(form.dataType(), form.shape(), ByteBuffer.allocate(Math.toIntExact(bytes)));
    }
    SplittableRandom random = new SplittableRandom(form.shape().elements());
    float[] values = new float[Math.toIntExact(form.shape().elements())];
    for (int i = 0; i < values.length; i++) {
      // Variances of a BatchNormalization must not be negative, and zeros would be skipped.
      values[i] =
          (float)
              (WEIGHT_SIZE
                  * (form.shape().rank() == 1
                      ? 0.5 + random.nextDouble()
                      : random.nextDouble() - 0.5));
    }
    Tensor floats = Tensor.ofFloats(form.shape(), values);
    return form.dataType() == DataType.FLOAT ? floats : HalfPrecision.of(floats);
  }

  @Override
  public Path scratch() {
    return scratch;
  }

  @Override
  public Optional<Path> cache() {
    return cache;
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(scratch)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
