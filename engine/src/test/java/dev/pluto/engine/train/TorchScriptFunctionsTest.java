package dev.pluto.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.pluto.spi.operator.ScriptedFunctions.ScriptedFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TorchScriptFunctionsTest {
  private NDManager manager;
  private TorchScriptFunctions scripts;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
    scripts = new TorchScriptFunctions(manager);
  }

  @AfterEach
  void close() {
    scripts.close();
    manager.close();
  }

  @Test
  void sameSourceGivesTheSameFunction() {
    String source = "def forward(self, x: Tensor) -> Tensor:\n  return torch.mul(x, 2)";
    assertThat(scripts.compile(source)).isSameAs(scripts.compile(source));
    assertThat(scripts.compile(source.replace('2', '3'))).isNotSameAs(scripts.compile(source));
  }

  @Test
  void runsLoopsAndReturnsTuples() {
    ScriptedFunction function =
        scripts.compile(
            """
            def forward(self, x: Tensor, y: Tensor) -> Tuple[Tensor, Tensor]:
              total = torch.zeros_like(x)
              for i in range(3):
                total = torch.add(total, torch.mul(x, i))
              return (total, torch.sub(total, y))
            """);
    NDArray x = manager.create(new float[] {1, 2});
    NDArray y = manager.create(new float[] {5, 5});
    NDList result = function.apply(new NDList(x, y));
    assertThat(result.get(0).toFloatArray()).containsExactly(3, 6);
    assertThat(result.get(1).toFloatArray()).containsExactly(-2, 1);
  }

  @Test
  void namesOfArraysDoNotMatter() {
    NDArray x = manager.create(new float[] {1, 2});
    NDArray y = manager.create(new float[] {3, 5});
    x.setName("layer.0.weight");
    y.setName("list[]");
    NDArray difference =
        scripts
            .compile("def forward(self, x: Tensor, y: Tensor) -> Tensor:\n  return torch.sub(x, y)")
            .apply(new NDList(x, y))
            .singletonOrThrow();
    assertThat(difference.toFloatArray()).containsExactly(-2, -3);
    assertThat(x.getName()).isEqualTo("layer.0.weight");
    assertThat(y.getName()).isEqualTo("list[]");
  }

  @Test
  void refusesWhatDoesNotCompile() {
    assertThatThrownBy(() -> scripts.compile("def forward(self, x: Tensor) -> Tensor:\n  nonsense"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nonsense");
  }

  @Test
  void gradientOfAveragePoolingCountsPaddingOnlyIfAsked() {
    NDArray x = manager.ones(new Shape(1, 1, 2, 2));
    x.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray y =
          scripts
              .compile(
                  """
                  def forward(self, x: Tensor) -> Tensor:
                    return torch.avg_pool2d(x, [2, 2], [1, 1], [1, 1], False, False)
                  """)
              .apply(new NDList(x))
              .singletonOrThrow();
      assertThat(y.toFloatArray()).containsOnly(1f);
      collector.backward(y.sum());
    }
    // Each corner is seen whole by one window, by two windows as a half, and by one as a quarter.
    assertThat(x.getGradient().toFloatArray()).containsOnly(2.25f);
  }

  @Test
  void gradientOfPerChannelFakeQuantizationPassesInsideTheRangeOnly() {
    NDArray weight = manager.create(new float[] {0.26f, -3f, 0.26f, -3f}, new Shape(2, 2));
    weight.setRequiresGradient(true);
    NDArray steps = manager.create(new float[] {0.1f, 1f});
    NDArray zeroPoints = manager.create(new int[] {0, 0});
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray quantized =
          scripts
              .compile(
                  """
                  def forward(self, w: Tensor, s: Tensor, z: Tensor) -> Tensor:
                    return torch.fake_quantize_per_channel_affine(w, s, z, 0, -8, 7)
                  """)
              .apply(new NDList(weight, steps, zeroPoints))
              .singletonOrThrow();
      assertThat(quantized.toFloatArray())
          .usingComparatorWithPrecision(1e-6f)
          .containsExactly(0.3f, -0.8f, 0f, -3f);
      collector.backward(quantized.sum());
    }
    assertThat(weight.getGradient().toFloatArray()).containsExactly(1, 0, 1, 1);
  }

  @Test
  void gradientOfLearnedStepSizesFollowsTheRule() {
    NDArray weight = manager.create(new float[] {0.26f, -3f}, new Shape(1, 2));
    NDArray step = manager.create(new float[] {0.1f});
    NDArray zeroPoint = manager.create(new float[] {0f});
    weight.setRequiresGradient(true);
    step.setRequiresGradient(true);
    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
      NDArray quantized =
          scripts
              .compile(
                  """
                  def forward(self, w: Tensor, s: Tensor, z: Tensor) -> Tensor:
                    return torch._fake_quantize_learnable_per_channel_affine(w, s, z, 0, -8, 7, 1.0)
                  """)
              .apply(new NDList(weight, step, zeroPoint))
              .singletonOrThrow();
      collector.backward(quantized.sum());
    }
    // Inside the range: round(w/s) - w/s = 3 - 2.6; below it: the smallest integer, -8.
    assertThat(step.getGradient().getFloat()).isCloseTo(0.4f - 8f, within(1e-4f));
    assertThat(weight.getGradient().toFloatArray()).containsExactly(1, 0);
  }
}
