package dev.pluto.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The many ways in which ONNX files say the same. */
class OnnxReaderTest {
  @Test
  void readsTypedElements() {
    Graph graph =
        read(
            model()
                .addInitializer(tensor("f", DataType.FLOAT, 2).addFloatData(1).addFloatData(-2.5f))
                .addInitializer(tensor("d", DataType.DOUBLE, 1).addDoubleData(0.5))
                .addInitializer(tensor("l", DataType.INT64, 1).addInt64Data(1L << 40))
                .addInitializer(tensor("i", DataType.INT32, 1).addInt32Data(-7))
                .addInitializer(tensor("b", DataType.INT8, 2).addInt32Data(-128).addInt32Data(127))
                .addInitializer(tensor("u", DataType.UINT8, 1).addInt32Data(255))
                .addInitializer(tensor("h", DataType.FLOAT16, 1).addInt32Data(0x3C00))
                .addInitializer(tensor("q", DataType.INT4, 3).addInt32Data(0xE1).addInt32Data(3))
                .addInitializer(tensor("v", DataType.UINT32, 1).addUint64Data(0xFFFFFFFFL)));
    assertThat(constant(graph, "f").floats()).containsExactly(1, -2.5f);
    assertThat(constant(graph, "d").floats()).containsExactly(0.5f);
    assertThat(constant(graph, "l").longs()).containsExactly(1L << 40);
    assertThat(constant(graph, "i").longs()).containsExactly(-7);
    assertThat(constant(graph, "b").longs()).containsExactly(-128, 127);
    assertThat(constant(graph, "u").longs()).containsExactly(255);
    assertThat(constant(graph, "h").floats()).containsExactly(1);
    assertThat(constant(graph, "q").longs()).containsExactly(1, -2, 3);
    assertThat(constant(graph, "v").longs()).containsExactly(0xFFFFFFFFL);
  }

  @Test
  void makesConstantNodesConstants() {
    Graph graph =
        read(
            model()
                .addNode(
                    constantNode(
                        "t",
                        attribute("value").setT(tensor("", DataType.INT32, 1).addInt32Data(9))))
                .addNode(constantNode("i", attribute("value_int").setI(3)))
                .addNode(constantNode("is", attribute("value_ints").addInts(3).addInts(4)))
                .addNode(constantNode("f", attribute("value_float").setF(2)))
                .addNode(constantNode("fs", attribute("value_floats").addFloats(2).addFloats(0.5f)))
                .addNode(
                    constantNode(
                        "s", attribute("value_string").setS(ByteString.copyFromUtf8("text")))));
    assertThat(constant(graph, "t").longs()).containsExactly(9);
    assertThat(constant(graph, "i")).isEqualTo(Tensor.ofLongs(Shape.of(), 3));
    assertThat(constant(graph, "is")).isEqualTo(Tensor.ofLongs(Shape.of(2), 3, 4));
    assertThat(constant(graph, "f")).isEqualTo(Tensor.ofFloats(Shape.of(), 2));
    assertThat(constant(graph, "fs")).isEqualTo(Tensor.ofFloats(Shape.of(2), 2, 0.5f));
    assertThat(graph.nodes()).extracting(Node::opType).containsExactly("Relu", "Constant");
  }

  @Test
  void namesAndOrdersNodes() {
    GraphProto.Builder graph =
        model()
            .clearNode()
            .addNode(node("", "Neg", "b", "y"))
            .addNode(node("same", "Abs", "a", "b"))
            .addNode(node("same", "Exp", "x", "a"))
            .addNode(node("Neg_0", "Log", "x", "c"));
    assertThat(read(graph).nodes())
        .extracting(Node::name)
        .containsExactly("Exp_2", "same", "Neg_0_", "Neg_0");
  }

  @Test
  void takesInitializersAmongTheInputsForConstants() {
    GraphProto.Builder graph =
        model().addInput(value("w")).addInitializer(tensor("w", DataType.FLOAT, 1).addFloatData(1));
    assertThat(read(graph).inputs()).extracting(i -> i.name()).containsExactly("x");
    assertThat(read(graph).initializers()).containsOnlyKeys("w");
  }

  @Test
  void keepsSubgraphsAndWhatTheyRead() {
    GraphProto branch =
        GraphProto.newBuilder()
            .addInitializer(tensor("own", DataType.FLOAT, 1).addFloatData(1))
            .addNode(node("sum", "Add", "outer", "result").addInput("own"))
            .addOutput(value("result"))
            .build();
    GraphProto.Builder graph =
        model()
            .clearNode()
            .addNode(node("if", "If", "x", "y").addAttribute(attribute("then_branch").setG(branch)))
            .addNode(node("exp", "Exp", "x", "outer"));
    Graph read = read(graph);
    assertThat(read.nodes()).extracting(Node::name).containsExactly("exp", "if");
    assertThat(read.nodes().get(1).captures()).containsExactly("outer");
    assertThat(read.consumers("outer")).extracting(Node::name).containsExactly("if");
    Graph again = OnnxReader.read(OnnxWriter.write(read), "again");
    assertThat(again.nodes()).isEqualTo(read.nodes());
    assertThat(OnnxWriter.size(read)).isEqualTo(OnnxWriter.write(read).length);
  }

  @Test
  void keepsAttributesOfAllTypes() {
    NodeProto.Builder node =
        node("relu", "Relu", "x", "y")
            .addAttribute(attribute("i").setI(-3))
            .addAttribute(attribute("f").setF(0.5f))
            .addAttribute(attribute("s").setS(ByteString.copyFromUtf8("text")))
            .addAttribute(attribute("is").addInts(1).addInts(2))
            .addAttribute(attribute("fs").addFloats(1))
            .addAttribute(attribute("ss").addStrings(ByteString.copyFromUtf8("a")))
            .addAttribute(attribute("t").setT(tensor("", DataType.FLOAT, 1).addFloatData(4)))
            .addAttribute(attribute("bytes").setS(ByteString.copyFrom(new byte[] {(byte) 0xFF})));
    Graph read = read(model().clearNode().addNode(node));
    Map<String, Attribute> attributes = read.nodes().get(0).attributes();
    assertThat(attributes)
        .containsEntry("i", new Attribute.IntValue(-3))
        .containsEntry("f", new Attribute.FloatValue(0.5f))
        .containsEntry("s", new Attribute.Text("text"))
        .containsEntry("is", new Attribute.Ints(List.of(1L, 2L)))
        .containsEntry("fs", new Attribute.Floats(List.of(1f)))
        .containsEntry("ss", new Attribute.Texts(List.of("a")))
        .containsEntry("t", new Attribute.TensorValue(Tensor.ofFloats(Shape.of(1), 4)));
    assertThat(attributes.get("bytes")).isInstanceOf(Attribute.Opaque.class);
    assertThat(OnnxReader.read(OnnxWriter.write(read), "again").nodes()).isEqualTo(read.nodes());
  }

  @Test
  void readsExternalDataInTheFolderOnly(@TempDir Path folder) throws IOException {
    Path models = Files.createDirectories(folder.resolve("models/weights"));
    ByteBuffer data = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(0, 1).putFloat(4, 2).putFloat(8, 3);
    Files.write(models.resolve("w.bin"), data.array());
    Files.write(folder.resolve("secret.bin"), data.array());
    Files.createSymbolicLink(models.resolve("link.bin"), folder.resolve("secret.bin"));
    Graph graph = OnnxReader.read(external(folder, "weights/w.bin", "4", "8"));
    assertThat(constant(graph, "w").floats()).containsExactly(2, 3);
    for (String location :
        List.of(
            "../secret.bin", "/etc/hostname", "weights/link.bin", "weights", "none", "", "\0")) {
      Path file = external(folder, location, "4", "8");
      assertThatThrownBy(() -> OnnxReader.read(file))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("initializer 'w': external data file");
    }
    for (List<String> range :
        List.of(
            List.of("8", "8"),
            List.of("4", "4"),
            List.of("-4", "8"),
            List.of("9223372036854775807", "8"),
            List.of("x", "8"))) {
      Path file = external(folder, "weights/w.bin", range.get(0), range.get(1));
      assertThatThrownBy(() -> OnnxReader.read(file))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("initializer 'w'");
    }
  }

  private static Path external(Path folder, String location, String offset, String length)
      throws IOException {
    TensorProto.Builder tensor =
        tensor("w", DataType.FLOAT, 2)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(entry("location", location))
            .addExternalData(entry("offset", offset))
            .addExternalData(entry("length", length));
    return Files.write(folder.resolve("models/model.onnx"), bytes(model().addInitializer(tensor)));
  }

  private static StringStringEntryProto.Builder entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value);
  }

  private static Graph read(GraphProto.Builder graph) {
    return OnnxReader.read(bytes(graph), "model");
  }

  private static byte[] bytes(GraphProto.Builder graph) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("ai.onnx").setVersion(13))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static GraphProto.Builder model() {
    return GraphProto.newBuilder()
        .setName("graph")
        .addInput(value("x"))
        .addOutput(value("y"))
        .addNode(node("relu", "Relu", "x", "y"));
  }

  private static ValueInfoProto value(String name) {
    TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder().setElemType(1).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static NodeProto.Builder node(String name, String opType, String input, String output) {
    return NodeProto.newBuilder().setName(name).setOpType(opType).addInput(input).addOutput(output);
  }

  private static NodeProto.Builder constantNode(String output, AttributeProto.Builder value) {
    return NodeProto.newBuilder().setOpType("Constant").addOutput(output).addAttribute(value);
  }

  private static AttributeProto.Builder attribute(String name) {
    return AttributeProto.newBuilder().setName(name);
  }

  private static TensorProto.Builder tensor(String name, DataType type, long... sizes) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type.onnx());
    Arrays.stream(sizes).forEach(tensor::addDims);
    return tensor;
  }

  private static Tensor constant(Graph graph, String name) {
    return graph.initializer(name).orElseThrow();
  }
}
