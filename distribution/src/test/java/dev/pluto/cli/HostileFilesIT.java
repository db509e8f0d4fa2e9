package dev.pluto.cli;

import static dev.pluto.cli.InstallationIT.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are made to do harm end with exit code 3 and words, and with no stack trace. */
class HostileFilesIT {
  @TempDir private Path folder = Path.of("");
  private final PlutoProcess pluto = PlutoProcess.assembled();

  @Test
  void valuesLargerThanAnyNetworkComputes() throws IOException {
    refuses(
        network(node("Expand", "wide", "x", "sizes"))
            .initializer("sizes", Tensor.ofLongs(Shape.of(4), 1 << 30, 1, 1, 1)),
        "node Expand 'wide'",
        "268435456 elements");
    refuses(
        network(node("Tile", "wide", "x", "repeats"))
            .initializer("repeats", Tensor.ofLongs(Shape.of(4), 1, 1L << 62, 1, 4)),
        "node Tile 'wide'",
        "");
    refuses(
        network(node("ConstantOfShape", "wide", "sizes"))
            .initializer("sizes", Tensor.ofLongs(Shape.of(1), 1L << 40)),
        "node ConstantOfShape 'wide'",
        "268435456 elements");
    refuses(
        network(node("Pad", "wide", "x", "pads").withAttribute("mode", new Attribute.Text("edge")))
            .initializer("pads", Tensor.ofLongs(Shape.of(8), 0, 0, 0, 0, 0, 0, 0, 1L << 40)),
        "node Pad 'wide'",
        "268435456 elements");
  }

  @Test
  void attributesOfTheWrongType() throws IOException {
    refuses(
        network(node("Softmax", "odd", "x").withAttribute("axis", new Attribute.FloatValue(1.5f))),
        "node Softmax 'odd'",
        "an integer");
  }

  @Test
  void namesThatCommandTheTerminal() throws IOException {
    Path file = write(network(node("Unknown", "\u001b[2J\u001b]0;title\u0007", "x")));
    PlutoProcess.Result result = pluto.run("inspect", file.toString());
    assertThat(result.out() + result.err())
        .contains("\\u001b[2J")
        .doesNotContain("\u001b", "\u0007");
    Path broken = write(network(node("Softmax", "\u001b[2J", "nowhere")));
    PlutoProcess.Result refused = pluto.run("inspect", broken.toString());
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err()).contains("\\u001b[2J").doesNotContain("\u001b");
  }

  private void refuses(Graph.Builder network, String place, String allowed) throws IOException {
    PlutoProcess.Result result = pluto.run("inspect", write(network).toString(), "--json");
    assertThat(result.exitCode()).as(result.err()).isEqualTo(3);
    assertThat(result.err()).doesNotContain("stack trace", "Exception");
    JsonNode problem = json(result.out()).at("/error/problems/0");
    assertThat(problem.get("place").asText()).contains(place);
    assertThat(problem.get("what").asText() + problem.get("allowed").asText()).contains(allowed);
  }

  private Path write(Graph.Builder network) throws IOException {
    return Files.write(
        Files.createTempFile(folder, "hostile", ".onnx"), OnnxWriter.write(network.build()));
  }

  private static Graph.Builder network(Node node) {
    return Graph.builder("hostile")
        .opset("", 17)
        .input(new ValueInfo("x", DataType.FLOAT, dimensions(1, 3, 8, 8)))
        .output(new ValueInfo("y", DataType.FLOAT, Optional.empty()))
        .node(node);
  }

  private static Node node(String opType, String name, String... inputs) {
    return new Node(name, "", opType, List.of(inputs), List.of("y"), Map.of());
  }

  private static Optional<List<Dimension>> dimensions(long... sizes) {
    return Optional.of(
        LongStream.of(sizes).mapToObj(size -> (Dimension) new Dimension.Fixed(size)).toList());
  }
}
