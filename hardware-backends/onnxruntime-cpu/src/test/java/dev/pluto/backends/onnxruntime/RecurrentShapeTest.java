package dev.pluto.backends.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.spi.graph.Attribute;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Shape;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.TensorForm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecurrentShapeTest {
  private static TensorForm form(String name, long... sizes) {
    return new TensorForm(name, Shape.of(sizes), DataType.FLOAT, Precision.FP32);
  }

  private static Kernel lstm(int in, int hidden) {
    Node node =
        new Node(
            "lstm",
            "",
            "LSTM",
            List.of("x", "w", "r", "b", "", "h", "", "p"),
            List.of("y"),
            Map.of("hidden_size", new Attribute.IntValue(hidden)));
    return new Kernel(
        List.of(node),
        List.of(form("x", 7, 1, in), form("h", 2, 1, hidden)),
        List.of(form("y", 7, 2, 1, hidden)),
        List.of(
            form("w", 2, 4L * hidden, in),
            form("r", 2, 4L * hidden, hidden),
            form("b", 2, 8L * hidden),
            form("p", 2, 3L * hidden)),
        0);
  }

  @Test
  void widthsAreInputSizeAndHiddenSizeInEveryTensor() {
    Kernel given = lstm(40, 96);
    assertThat(KernelShape.widths(given)).containsExactly(40L, 96L);
    Kernel changed = KernelShape.with(given, List.of(32L, 64L));
    Kernel expected = lstm(32, 64);
    assertThat(changed.inputs()).isEqualTo(expected.inputs());
    assertThat(changed.weights()).isEqualTo(expected.weights());
    assertThat(changed.outputs()).isEqualTo(expected.outputs());
    assertThat(KernelShape.key(changed)).isEqualTo(KernelShape.key(expected));
  }
}
