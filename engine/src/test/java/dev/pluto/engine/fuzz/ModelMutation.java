package dev.pluto.engine.fuzz;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.google.protobuf.ByteString;
import dev.pluto.engine.operator.BuiltInOperators;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Changes single parts of a model as the data say: what they are, how many, and how large. */
final class ModelMutation {
  private static final long[] SIZES = {
    0,
    1,
    2,
    3,
    4,
    7,
    8,
    16,
    64,
    129,
    4096,
    65_537,
    1 << 20,
    1 << 28,
    Integer.MAX_VALUE,
    1L << 32,
    1L << 62,
    Long.MAX_VALUE
  };

  private static final float[] NUMBERS = {
    0, 1, -1, 0.5f, 2, 1e-30f, 1e30f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
  };

  private static final String[] TEXTS = {
    "",
    "x",
    "SAME_UPPER",
    "VALID",
    "linear",
    "cubic",
    "nearest",
    "edge",
    "reflect",
    "wrap",
    "bij,bjk->bik",
    "ii->i",
    "a,a->",
    "tf_crop_and_resize",
    "align_corners",
    "CRD",
    "\u0000\u001b[2J"
  };

  private static final String[] ATTRIBUTES = {
    "axis",
    "axes",
    "perm",
    "pads",
    "kernel_shape",
    "strides",
    "dilations",
    "group",
    "to",
    "mode",
    "auto_pad",
    "output_padding",
    "output_shape",
    "keepdims",
    "num_groups",
    "blocksize",
    "split",
    "starts",
    "ends",
    "shape",
    "value",
    "equation",
    "alpha",
    "beta",
    "epsilon",
    "transA",
    "transB",
    "size",
    "ceil_mode",
    "count_include_pad",
    "training_mode",
    "allowzero",
    "num_outputs",
    "scales"
  };

  private static final List<String> OPERATORS =
      Stream.concat(
              BuiltInOperators.all().stream().map(d -> d.key().opType()),
              Stream.of("Constant", "QuantizeLinear", "DequantizeLinear", "If", "LSTM", "Unknown"))
          .toList();

  private final GraphProto.Builder graph;
  private final ModelProto.Builder model;
  private final FuzzedDataProvider data;

  ModelMutation(ModelProto.Builder model, FuzzedDataProvider data) {
    this.model = model;
    this.data = data;
    graph = model.getGraphBuilder();
  }

  /** One change. */
  void change() {
    switch (data.consumeInt(0, 15)) {
      case 0 -> opType();
      case 1, 2 -> input();
      case 3, 4, 5 -> attribute();
      case 6 -> initializerShape();
      case 7, 8 -> integers();
      case 9 -> floats();
      case 10 -> graphInput();
      case 11 -> graphOutput();
      case 12 -> version();
      case 13 -> insertNode();
      case 14 -> removeNode();
      default -> outputs();
    }
  }

  private void opType() {
    if (graph.getNodeCount() > 0) {
      node().setOpType(data.pickValue(OPERATORS));
    }
  }

  private void input() {
    if (graph.getNodeCount() == 0) {
      return;
    }
    NodeProto.Builder node = node();
    int inputs = node.getInputCount();
    if (inputs == 0 || data.consumeBoolean()) {
      node.addInput(value());
    } else if (data.consumeBoolean()) {
      node.setInput(data.consumeInt(0, inputs - 1), value());
    } else {
      List<String> fewer = new ArrayList<>(node.getInputList());
      fewer.remove(data.consumeInt(0, inputs - 1));
      node.clearInput().addAllInput(fewer);
    }
  }

  private void attribute() {
    if (graph.getNodeCount() == 0) {
      return;
    }
    NodeProto.Builder node = node();
    int attributes = node.getAttributeCount();
    if (attributes == 0 || data.consumeInt(0, 2) == 0) {
      fill(node.addAttributeBuilder().setName(data.pickValue(ATTRIBUTES)));
      return;
    }
    int index = data.consumeInt(0, attributes - 1);
    AttributeProto.Builder attribute = node.getAttributeBuilder(index);
    switch (data.consumeInt(0, 3)) {
      case 0 -> node.removeAttribute(index);
      case 1 -> fill(attribute);
      default -> {
        if (attribute.getIntsCount() > 0) {
          attribute.setInts(data.consumeInt(0, attribute.getIntsCount() - 1), size());
        } else if (attribute.hasI()) {
          attribute.setI(size());
        } else {
          fill(attribute);
        }
      }
    }
  }

  private void fill(AttributeProto.Builder attribute) {
    String name = attribute.getName();
    attribute.clear().setName(name);
    switch (data.consumeInt(0, 5)) {
      case 0 -> attribute.setType(AttributeType.INT).setI(size());
      case 1 -> attribute.setType(AttributeType.FLOAT).setF(data.pickValue(NUMBERS));
      case 2 ->
          attribute
              .setType(AttributeType.STRING)
              .setS(ByteString.copyFromUtf8(data.pickValue(TEXTS)));
      case 3 -> attribute.setType(AttributeType.TENSOR).setT(vector());
      case 4 -> attribute.setType(AttributeType.FLOATS).addFloats(data.pickValue(NUMBERS));
      default -> {
        attribute.setType(AttributeType.INTS);
        sizes().forEach(attribute::addInts);
      }
    }
  }

  private void initializerShape() {
    if (graph.getInitializerCount() == 0) {
      return;
    }
    TensorProto.Builder tensor = initializer();
    switch (data.consumeInt(0, 3)) {
      case 0 -> tensor.setDataType(data.consumeInt(0, 24));
      case 1 -> tensor.clearDims().addAllDims(sizes());
      case 2 -> {
        // As many elements, along other axes.
        long elements = tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b);
        tensor.clearDims().addDims(elements);
      }
      default -> tensor.addDims(1);
    }
  }

  /** A constant of a few integers, as axes, sizes and positions are, in place of another or new. */
  private void integers() {
    TensorProto.Builder tensor = vector();
    if (graph.getInitializerCount() > 0 && data.consumeBoolean()) {
      int index = data.consumeInt(0, graph.getInitializerCount() - 1);
      graph.setInitializer(index, tensor.setName(graph.getInitializer(index).getName()));
    } else {
      graph.addInitializer(tensor.setName("constant" + graph.getInitializerCount()));
    }
  }

  private TensorProto.Builder vector() {
    List<Long> values = sizes();
    ByteBuffer bytes = ByteBuffer.allocate(values.size() * 8).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(bytes::putLong);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .setRawData(ByteString.copyFrom(bytes.flip()));
    return values.size() == 1 && data.consumeBoolean() ? tensor : tensor.addDims(values.size());
  }

  private void floats() {
    if (graph.getInitializerCount() == 0) {
      return;
    }
    TensorProto.Builder tensor = initializer();
    byte[] bytes = tensor.getRawData().toByteArray();
    if (bytes.length >= Float.BYTES) {
      int element = data.consumeInt(0, bytes.length / Float.BYTES - 1);
      ByteBuffer.wrap(bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putFloat(element * Float.BYTES, data.pickValue(NUMBERS));
      tensor.setRawData(ByteString.copyFrom(bytes));
    }
  }

  private void graphInput() {
    if (graph.getInputCount() == 0) {
      return;
    }
    ValueInfoProto.Builder input =
        graph.getInputBuilder(data.consumeInt(0, graph.getInputCount() - 1));
    TensorShapeProto.Builder shape =
        input.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
    int axes = shape.getDimCount();
    switch (data.consumeInt(0, 4)) {
      case 0 -> input.getTypeBuilder().getTensorTypeBuilder().setElemType(data.consumeInt(0, 24));
      case 1 -> shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size()));
      case 2 -> input.getTypeBuilder().getTensorTypeBuilder().clearShape();
      default -> {
        if (axes > 0) {
          TensorShapeProto.Dimension.Builder size =
              shape.getDimBuilder(data.consumeInt(0, axes - 1));
          if (data.consumeBoolean()) {
            size.setDimValue(size());
          } else {
            size.setDimParam("open");
          }
        }
      }
    }
  }

  private void graphOutput() {
    if (graph.getOutputCount() > 0 && data.consumeBoolean()) {
      graph.getOutputBuilder(data.consumeInt(0, graph.getOutputCount() - 1)).setName(value());
    } else {
      ValueInfoProto.Builder output = graph.addOutputBuilder().setName(value());
      output.getTypeBuilder().getTensorTypeBuilder().setElemType(1);
    }
  }

  private void version() {
    if (model.getOpsetImportCount() > 0) {
      model.getOpsetImportBuilder(0).setVersion(data.consumeInt(0, 27));
    }
  }

  private void insertNode() {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(data.pickValue(OPERATORS))
            .addInput(value())
            .addOutput("value" + graph.getNodeCount());
    if (data.consumeBoolean()) {
      node.addInput(value());
    }
    String read = node.getInput(0);
    graph.addNode(node);
    if (data.consumeBoolean()) {
      for (NodeProto.Builder other :
          graph.getNodeBuilderList().subList(0, graph.getNodeCount() - 1)) {
        IntStream.range(0, other.getInputCount())
            .filter(i -> other.getInput(i).equals(read))
            .forEach(i -> other.setInput(i, node.getOutput(0)));
      }
    }
  }

  private void removeNode() {
    if (graph.getNodeCount() > 0) {
      graph.removeNode(data.consumeInt(0, graph.getNodeCount() - 1));
    }
  }

  private void outputs() {
    if (graph.getNodeCount() == 0) {
      return;
    }
    NodeProto.Builder node = node();
    switch (data.consumeInt(0, 2)) {
      case 0 -> node.addOutput("further" + graph.getNodeCount());
      case 1 -> node.addOutput("");
      default -> {
        List<String> outputs = new ArrayList<>(node.getOutputList());
        if (!outputs.isEmpty()) {
          outputs.set(data.consumeInt(0, outputs.size() - 1), "");
          node.clearOutput().addAllOutput(outputs);
        }
      }
    }
  }

  private NodeProto.Builder node() {
    return graph.getNodeBuilder(data.consumeInt(0, graph.getNodeCount() - 1));
  }

  private TensorProto.Builder initializer() {
    return graph.getInitializerBuilder(data.consumeInt(0, graph.getInitializerCount() - 1));
  }

  /** The name of something in the graph, or none. */
  private String value() {
    List<String> names = new ArrayList<>(List.of(""));
    graph.getInputList().forEach(i -> names.add(i.getName()));
    graph.getInitializerList().forEach(t -> names.add(t.getName()));
    graph.getNodeList().forEach(n -> names.addAll(n.getOutputList()));
    return data.pickValue(names);
  }

  private List<Long> sizes() {
    List<Long> sizes = new ArrayList<>();
    for (int i = data.consumeInt(0, 6); i > 0; i--) {
      sizes.add(size());
    }
    return sizes;
  }

  private long size() {
    long size = data.pickValue(SIZES);
    return data.consumeInt(0, 3) == 0 ? -size : size;
  }
}
