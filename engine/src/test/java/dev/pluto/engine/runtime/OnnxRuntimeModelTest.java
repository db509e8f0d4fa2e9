package dev.pluto.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluto.engine.onnx.OnnxWriter;
import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Dimension;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.graph.Tensor;
import dev.pluto.spi.graph.ValueInfo;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxRuntimeModelTest {
  private static final ValueInfo LEFT = value("left", DataType.FLOAT);
  private static final ValueInfo RIGHT = value("right", DataType.FLOAT);
  private static final Graph PAIR =
      Graph.builder("pair")
          .opset("", 13)
          .input(LEFT)
          .input(RIGHT)
          .output(value("sum", DataType.FLOAT))
          .output(value("difference", DataType.FLOAT))
          .node(node("Add", List.of("left", "right"), "sum"))
          .node(node("Sub", List.of("left", "right"), "difference"))
          .build();

  @Test
  void describesAndRunsAModel() {
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(OnnxWriter.write(PAIR), "pair", 2)) {
      assertThat(model.inputs()).containsExactly(LEFT, RIGHT);
      assertThat(model.outputs()).extracting(ValueInfo::name).containsExactly("sum", "difference");
      Tensor left = Tensor.ofFloats(Shape.of(2), 1, 2);
      Tensor right = Tensor.ofFloats(Shape.of(2), 10, 30);
      assertThat(model.run(List.of(left, right)))
          .containsExactly(
              Tensor.ofFloats(Shape.of(2), 11, 32), Tensor.ofFloats(Shape.of(2), -9, -28));
      assertThat(model.run(Map.of("right", right, "left", left)).keySet())
          .containsExactly("sum", "difference");
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"FLOAT", "DOUBLE", "FLOAT16", "INT8", "UINT8", "INT16", "INT32", "INT64", "BOOL"})
  void carriesElementsOfAllTypes(DataType type) {
    Graph identity =
        Graph.builder("identity")
            .opset("", 13)
            .input(value("x", type))
            .output(value("y", type))
            .node(node("Identity", List.of("x"), "y"))
            .build();
    ByteBuffer bytes = ByteBuffer.allocate((int) type.bytes(3));
    bytes.put(0, (byte) 1);
    Tensor tensor = Tensor.of(type, Shape.of(3), bytes);
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(OnnxWriter.write(identity), "id", 1)) {
      assertThat(model.run(List.of(tensor))).containsExactly(tensor);
      Tensor empty = Tensor.of(type, Shape.of(0), ByteBuffer.allocate(0));
      assertThat(model.run(List.of(empty))).containsExactly(empty);
    }
  }

  @Test
  void namesTheModelInProblems() {
    assertThatThrownBy(() -> OnnxRuntimeModel.open(new byte[] {1, 2, 3}, "noise", 1))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("noise: ONNX Runtime cannot load it");
    assertThatThrownBy(() -> OnnxRuntimeModel.open(Path.of("no-such.onnx"), 1))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("no-such.onnx: cannot be read");
    try (OnnxRuntimeModel model = OnnxRuntimeModel.open(OnnxWriter.write(PAIR), "pair", 1)) {
      Tensor tensor = Tensor.ofFloats(Shape.of(1), 1);
      assertThatThrownBy(() -> model.run(List.of(tensor)))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("pair: has 2 inputs, got 1");
      assertThatThrownBy(() -> model.run(Map.of("left", tensor)))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("pair: ONNX Runtime cannot run it");
    }
  }

  private static Node node(String opType, List<String> inputs, String output) {
    Map<String, Attribute> none = Map.of();
    return new Node(opType, "", opType, inputs, List.of(output), none);
  }

  private static ValueInfo value(String name, DataType type) {
    return new ValueInfo(name, type, Optional.of(List.of(new Dimension.Symbol("length"))));
  }
}
