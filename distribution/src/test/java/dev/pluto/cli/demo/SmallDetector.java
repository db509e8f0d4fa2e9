package dev.pluto.cli.demo;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.Attribute.IntValue;
import dev.pluto.spi.graph.Attribute.Ints;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension.Fixed;
import dev.pluto.spi.graph.Dimension.Symbol;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Writes an untrained detector of things in colour images with a fixed size, that ends as exported
 * ones do: boxes that overlap are suppressed and the best are gathered, with a condition that is
 * always true and one that depends on the image.
 */
public final class SmallDetector {
  private static final int SIDE = ImagePainter.SIDE;
  private static final int WIDTH = 16;
  private static final int CELLS = (SIDE / 4) * (SIDE / 4);

  private final Random random = new Random(3);
  private final Graph.Builder graph = Graph.builder("detector").opset("", 16);

  private SmallDetector() {}

  /** Writes the network. */
  public static Path write(Path file) {
    try {
      return Files.write(file, OnnxWriter.write(new SmallDetector().network()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Graph network() {
    graph.input(value("image", DataType.FLOAT, new Symbol("batch"), 3, SIDE, SIDE));
    convolution("stem", "image", "stem_out", 3, WIDTH, 2);
    node("Relu", "stem_relu", List.of("stem_out"), "features", Map.of());
    convolution("body", "features", "body_out", WIDTH, WIDTH, 2);
    node("Relu", "body_relu", List.of("body_out"), "deep", Map.of());
    convolution("box_head", "deep", "box_map", WIDTH, 4, 1);
    convolution("score_head", "deep", "score_map", WIDTH, 2, 1);
    constant("boxes_shape", Tensor.ofLongs(Shape.of(3), 0, 4, CELLS));
    constant("scores_shape", Tensor.ofLongs(Shape.of(3), 0, 2, CELLS));
    node("Reshape", "box_reshape", List.of("box_map", "boxes_shape"), "boxes_flat", Map.of());
    node("Reshape", "score_reshape", List.of("score_map", "scores_shape"), "scores_raw", Map.of());
    Attribute order = new Ints(List.of(0L, 2L, 1L));
    node("Transpose", "box_transpose", List.of("boxes_flat"), "boxes", Map.of("perm", order));
    node("Sigmoid", "score_sigmoid", List.of("scores_raw"), "scores_plain", Map.of());
    constant("always", Tensor.of(DataType.BOOL, Shape.of(), ByteBuffer.wrap(new byte[] {1})));
    branches("scripted", "always", "scores_plain", "scores");
    node(
        "ReduceMax",
        "brightest",
        List.of("scores"),
        "best_score",
        Map.of("keepdims", new IntValue(0)));
    constant("half", Tensor.ofFloats(Shape.of(), 0.5f));
    node("Greater", "sure", List.of("best_score", "half"), "is_sure", Map.of());
    branches("chosen", "is_sure", "scores", "shown_scores");
    constant("most", Tensor.ofLongs(Shape.of(1), 5));
    constant("overlap", Tensor.ofFloats(Shape.of(1), 0.5f));
    node(
        "NonMaxSuppression",
        "suppress",
        List.of("boxes", "shown_scores", "most", "overlap"),
        "selected",
        Map.of());
    constant("cell_column", Tensor.ofLongs(Shape.of(), 2));
    node(
        "Gather",
        "cells",
        List.of("selected", "cell_column"),
        "cell",
        Map.of("axis", new IntValue(1)));
    node(
        "Gather", "found", List.of("boxes", "cell"), "detections", Map.of("axis", new IntValue(1)));
    graph.output(new ValueInfo("detections", DataType.FLOAT, Optional.empty()));
    graph.output(new ValueInfo("selected", DataType.INT64, Optional.empty()));
    return graph.build();
  }

  private void convolution(String name, String from, String to, int in, int out, int stride) {
    float[] weights = new float[out * in * 9];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (0.2 * random.nextGaussian());
    }
    constant(name + "_weight", Tensor.ofFloats(Shape.of(out, in, 3, 3), weights));
    node(
        "Conv",
        name,
        List.of(from, name + "_weight"),
        to,
        Map.of(
            "pads",
            new Ints(List.of(1L, 1L, 1L, 1L)),
            "strides",
            new Ints(List.of((long) stride, (long) stride))));
  }

  /** A condition: the value itself, or half of it. */
  private void branches(String name, String condition, String value, String result) {
    NodeProto.Builder same = NodeProto.newBuilder().setOpType("Identity").addInput(value);
    NodeProto.Builder less =
        NodeProto.newBuilder().setOpType("Mul").addInput(value).addInput("half");
    node(
        "If",
        name,
        List.of(condition),
        result,
        Map.of(
            "then_branch", branch("then_branch", same, result + "_then", value),
            "else_branch", branch("else_branch", less, result + "_else", value, "half")));
  }

  private static Attribute branch(
      String name, NodeProto.Builder node, String result, String... captures) {
    AttributeProto attribute =
        AttributeProto.newBuilder()
            .setName(name)
            .setType(AttributeProto.AttributeType.GRAPH)
            .setG(
                GraphProto.newBuilder()
                    .setName(result)
                    .addNode(node.addOutput(result))
                    .addOutput(
                        ValueInfoProto.newBuilder()
                            .setName(result)
                            .setType(
                                TypeProto.newBuilder()
                                    .setTensorType(
                                        TypeProto.Tensor.newBuilder()
                                            .setElemType(DataType.FLOAT.onnx())))))
            .build();
    return new Attribute.Opaque(ByteBuffer.wrap(attribute.toByteArray()), List.of(captures));
  }

  private void node(
      String opType, String name, List<String> inputs, String output, Map<String, Attribute> with) {
    graph.node(new Node(name, "", opType, inputs, List.of(output), with));
  }

  private void constant(String name, Tensor value) {
    graph.initializer(name, value);
  }

  private static ValueInfo value(
      String name, DataType type, Symbol batch, int channels, int height, int width) {
    return new ValueInfo(
        name,
        type,
        Optional.of(List.of(batch, new Fixed(channels), new Fixed(height), new Fixed(width))));
  }
}
