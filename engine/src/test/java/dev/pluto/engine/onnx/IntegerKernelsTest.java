package dev.pluto.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Node;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime computes quantized models with its integer kernels. */
class IntegerKernelsTest {
  @Test
  void fusesConvolutionsSumsAndMatrixProducts(@TempDir Path folder) throws OrtException {
    assertThat(optimized(quantize(baseline("cifar_resnet8")), folder))
        .contains("QLinearConv", "QLinearAdd", "QLinearGlobalAveragePool", "QGemm")
        .doesNotContain("Conv", "Add", "Gemm", "GlobalAveragePool", "FusedConv");
  }

  @Test
  void fusesDepthwiseConvolutions(@TempDir Path folder) throws OrtException {
    assertThat(optimized(quantize(baseline("cifar_dscnn")), folder))
        .contains("QLinearConv", "QGemm")
        .doesNotContain("Conv", "Gemm", "FusedConv");
  }

  @Test
  void fusesPoolingOfOneScaleAndConcatenation(@TempDir Path folder) throws OrtException {
    Graph quantized = quantize(SmallModels.convolutions());
    Quantization shared = quantized.quantization("r1").orElseThrow();
    Graph pooled = quantized.toBuilder().quantization("p1", shared).build();
    assertThat(optimized(pooled, folder))
        .containsOnly(
            "QuantizeLinear", "QLinearConv", "MaxPool", "QLinearConcat", "DequantizeLinear")
        .containsOnlyOnce("QuantizeLinear", "DequantizeLinear");
  }

  private static Graph quantize(Graph graph) {
    return Calibration.quantizeValues(Calibration.quantizeWeights(graph, Precision.INT8));
  }

  private static Graph baseline(String name) {
    return OnnxReader.read(SharedModels.folder("baselines/" + name + ".onnx"));
  }

  private static List<String> optimized(Graph quantized, Path folder) throws OrtException {
    Path file = folder.resolve("optimized.onnx");
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.EXTENDED_OPT);
      options.setOptimizedModelFilePath(file.toString());
      OrtEnvironment.getEnvironment().createSession(OnnxWriter.write(quantized), options).close();
    }
    return OnnxReader.read(file).nodes().stream().map(Node::opType).toList();
  }
}
