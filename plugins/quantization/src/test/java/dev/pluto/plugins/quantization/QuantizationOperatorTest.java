package dev.pluto.plugins.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluto.spi.ProblemException;
import dev.pluto.spi.graph.ChannelGroup;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.GraphEditor;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.graph.TensorType;
import dev.pluto.spi.hardware.Capabilities;
import dev.pluto.spi.hardware.PrecisionTuple;
import dev.pluto.spi.search.Contribution;
import dev.pluto.spi.search.Refusal;
import dev.pluto.spi.search.SearchContext;
import dev.pluto.spi.search.Setting;
import dev.pluto.spi.task.OutputMeaning;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuantizationOperatorTest {
  private static final Capabilities CHIP =
      new Capabilities(
          Map.of(
              "Conv", List.of(PrecisionTuple.FP32, PrecisionTuple.W4A8, PrecisionTuple.W8A8),
              "MaxPool", List.of(PrecisionTuple.FP32, PrecisionTuple.W8A8)),
          1,
          List.of(),
          Set.of());

  private static Contribution contribute(boolean int4, List<String> precisions) {
    SearchContext context =
        new SearchContext() {
          @Override
          public Graph graph() {
            return TestGraphs.branches();
          }

          @Override
          public Map<String, TensorType> types() {
            return Map.of();
          }

          @Override
          public List<ChannelGroup> channelGroups() {
            return List.of();
          }

          @Override
          public List<Refusal> fixedChannels() {
            return List.of();
          }

          @Override
          public Capabilities capabilities() {
            return CHIP;
          }

          @Override
          public List<OutputMeaning> outputs() {
            return List.of(new OutputMeaning.Unknown());
          }

          @Override
          public boolean supportsInt8() {
            return true;
          }

          @Override
          public boolean supportsInt4() {
            return int4;
          }
        };
    return new QuantizationOperator().contribute(context, new QuantizationOptions(precisions, 0.5));
  }

  @Test
  void everyLayerThatTheChipRunsInFewerBitsIsADecision() {
    Contribution contribution = contribute(true, List.of());
    assertThat(contribution.decisions())
        .extracting(d -> d.id())
        .containsExactly("quantization/conv1", "quantization/conv2", "quantization/conv3");
    assertThat(contribution.decisions().get(0).settings())
        .containsExactly(new Setting("fp32"), new Setting("w8a8"), new Setting("w4a8"));
    assertThat(contribution.refusals())
        .containsExactly(new Refusal("gemm", "the chip runs Gemm in fp32 only"));
  }

  @Test
  void fourBitsNeedAFileThatCarriesThem() {
    assertThat(contribute(false, List.of()).decisions().get(0).settings()).hasSize(2);
    assertThat(contribute(false, List.of("w4a8")).refusals())
        .contains(
            new Refusal("conv1", "the model's operators have no form that carries such integers"));
  }

  @Test
  void unknownPrecisionsAreReportedWithTheKnownOnes() {
    assertThatThrownBy(() -> contribute(true, List.of("w8a8", "w2a2")))
        .isInstanceOf(ProblemException.class)
        .hasMessage(
            "operators.quantization.precisions: the chip has no precision 'w2a2'"
                + " (allowed: w4a8, w8a8)");
  }

  @Test
  void aSettingLowersTheWeightAndTheValuesAroundTheLayer() {
    Map<String, Precision> edits = new HashMap<>();
    GraphEditor editor =
        new GraphEditor() {
          @Override
          public void keepChannels(ChannelGroup group, int[] channels) {
            throw new AssertionError("quantization keeps all channels");
          }

          @Override
          public void quantize(String tensor, Quantization quantization) {
            assertThat(quantization.scale()).isEmpty();
            edits.put(tensor, quantization.precision());
          }
        };
    contribute(true, List.of()).decisions().get(0).apply(0, editor);
    assertThat(edits).isEmpty();
    contribute(true, List.of()).decisions().get(0).apply(2, editor);
    assertThat(edits)
        .isEqualTo(Map.of("w1", Precision.INT4, "x", Precision.UINT8, "b", Precision.UINT8));
  }
}
