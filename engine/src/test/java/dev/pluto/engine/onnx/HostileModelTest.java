package dev.pluto.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Precision;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Whatever the bytes, reading them ends in a graph or in a problem that names file and place. */
class HostileModelTest {
  private static final byte[] MODEL =
      OnnxWriter.write(
          Calibration.quantizeValues(
              Calibration.quantizeWeights(SmallModels.convolutions(), Precision.INT8)));

  @Test
  void survivesTruncationAnywhere() {
    int refused = 0;
    for (int length = 0; length < MODEL.length; length++) {
      refused += readsOrRefuses(Arrays.copyOf(MODEL, length)) ? 0 : 1;
    }
    assertThat(refused).isGreaterThan(MODEL.length * 9 / 10);
  }

  @Property(tries = 3000)
  void survivesFlippedBytes(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = MODEL.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    readsOrRefuses(bytes);
  }

  @Property(tries = 500)
  void survivesNoise(@ForAll byte[] bytes) {
    readsOrRefuses(bytes);
  }

  private static boolean readsOrRefuses(byte[] bytes) {
    try {
      Graph graph = OnnxReader.read(bytes, "hostile");
      assertThat(graph.outputs()).isNotEmpty();
      return true;
    } catch (ProblemException e) {
      assertThat(e.kind()).isEqualTo(ProblemException.Kind.MODEL);
      assertThat(e.problems()).allMatch(p -> p.place().startsWith("hostile"));
      return false;
    }
  }

  @Test
  void refusesWhatIsNoFile() {
    assertThatThrownBy(() -> OnnxReader.read(Path.of("no-such.onnx")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.kind()).isEqualTo(ProblemException.Kind.USAGE))
        .hasMessageContaining("no-such.onnx");
  }

  @Test
  void refusesTooManyNodesBeforeBuildingThem() {
    ByteArrayOutputStream nodes = new ByteArrayOutputStream();
    for (int i = 0; i < 300_000; i++) {
      nodes.write(8 + 2); // field 1 of the graph, a message
      nodes.write(0);
    }
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    model.write(7 * 8 + 2); // field 7 of the model, a message
    for (int rest = nodes.size(); rest > 0; rest >>>= 7) {
      model.write(rest > 0x7F ? (rest & 0x7F) | 0x80 : rest);
    }
    model.writeBytes(nodes.toByteArray());
    assertRefused(model.toByteArray(), "more than 200000 nodes");
  }

  @Test
  void refusesDeepNesting() {
    GraphProto.Builder graph = GraphProto.newBuilder();
    for (int depth = 0; depth < 30; depth++) {
      AttributeProto body =
          AttributeProto.newBuilder()
              .setName("body")
              .setType(AttributeType.GRAPH)
              .setG(graph)
              .build();
      graph = GraphProto.newBuilder().addNode(NodeProto.newBuilder().addAttribute(body));
    }
    byte[] bytes = ModelProto.newBuilder().setGraph(graph).build().toByteArray();
    assertRefused(bytes, "nests deeper");
  }

  @Test
  void refusesTensorsThatDoNotFitTheirShape() {
    assertRefused(m -> initializer(m).addDims(2), "initializer 'w1'", "bytes, got 576");
    assertRefused(m -> initializer(m).setDims(0, -4), "initializer 'w1': negative size -4");
    assertRefused(m -> initializer(m).setDims(0, 1L << 62).setDims(1, 1L << 62), "more than 2 GiB");
    assertRefused(m -> initializer(m).setDataType(99), "unknown element type 99");
    assertRefused(m -> initializer(m).setDataType(8), "texts are not supported");
    assertRefused(m -> initializer(m).clearRawData(), "takes 144 numbers, got 0");
  }

  @Test
  void refusesBrokenConnections() {
    assertRefused(m -> node(m, 1).setInput(0, "nowhere"), "Relu 'relu1'", "'nowhere'");
    assertRefused(m -> node(m, 1).setOutput(0, "c1"), "Relu 'relu1'", "gives value 'c1'");
    assertRefused(m -> node(m, 1).setOutput(0, "w1"), "Relu 'relu1'", "gives value 'w1'");
    assertRefused(m -> node(m, 0).setInput(0, "p1"), "cycle");
    assertRefused(m -> node(m, 1).clearOutput(), "Relu 'relu1': has no output");
    assertRefused(m -> node(m, 1).clearOpType(), "has no operator");
    assertRefused(m -> m.getGraphBuilder().getOutputBuilder(0).setName("z"), "output 'z'");
    assertRefused(m -> m.getGraphBuilder().clearOutput(), "has no output");
  }

  @Test
  void refusesWhatItDoesNotSupport() {
    assertRefused(m -> m.setIrVersion(99), "IR version 99");
    assertRefused(m -> m.getOpsetImportBuilder(0).setVersion(999), "operator set 999");
    assertRefused(ModelProto.Builder::clearOpsetImport, "no operator set version");
    assertRefused(m -> node(m, 1).setDomain("org.example"), "domain 'org.example'");
    assertRefused(
        m -> m.addFunctions(FunctionProto.newBuilder().setName("gelu")), "function 'gelu'");
    assertRefused(m -> m.getGraphBuilder().addSparseInitializerBuilder(), "sparse");
    assertRefused(
        m -> m.getGraphBuilder().addInput(ValueInfoProto.newBuilder().setName("list")),
        "input 'list': is not a tensor");
    assertRefused(
        m -> node(m, 0).getAttributeBuilder(0).setRefAttrName("p"), "attribute of a function");
  }

  @Test
  void reportsAllProblemsTogether() {
    ModelProto.Builder model = model();
    initializer(model).setDataType(99);
    node(model, 1).clearOutput();
    model.setIrVersion(99);
    assertThatThrownBy(() -> OnnxReader.read(model.build().toByteArray(), "file"))
        .isInstanceOfSatisfying(ProblemException.class, e -> assertThat(e.problems()).hasSize(3));
  }

  @Test
  void refusesOtherFormats() {
    byte[] text = "not a model, but quite some text".getBytes(StandardCharsets.UTF_8);
    assertRefused(text, "is not an ONNX model");
    assertRefused(new byte[0], "holds no graph");
  }

  private static ModelProto.Builder model() {
    try {
      return ModelProto.parseFrom(OnnxWriter.write(SmallModels.convolutions())).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static TensorProto.Builder initializer(ModelProto.Builder model) {
    return model.getGraphBuilder().getInitializerBuilder(0);
  }

  private static NodeProto.Builder node(ModelProto.Builder model, int index) {
    return model.getGraphBuilder().getNodeBuilder(index);
  }

  private static void assertRefused(Consumer<ModelProto.Builder> damage, String... message) {
    ModelProto.Builder model = model();
    damage.accept(model);
    assertRefused(model.build().toByteArray(), message);
  }

  private static void assertRefused(byte[] bytes, String... message) {
    assertThatThrownBy(() -> OnnxReader.read(bytes, "hostile.onnx"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("hostile.onnx")
        .hasMessageContainingAll(message);
  }
}
