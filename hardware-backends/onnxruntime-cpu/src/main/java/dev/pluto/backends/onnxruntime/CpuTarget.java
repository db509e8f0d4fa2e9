package dev.pluto.backends.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import dev.pluto.spi.hardware.Capabilities;
import dev.pluto.spi.hardware.FusionRule;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.hardware.PrecisionTuple;
import dev.pluto.spi.hardware.PricingContext;
import dev.pluto.spi.hardware.PricingSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The processor of this machine, one thread. */
final class CpuTarget implements HardwareTarget {
  static final String ID = "onnxruntime-cpu";

  /** Counts changes of how this backend measures; prices of other versions are not reused. */
  private static final int METHOD = 2;

  private static final Set<String> ACTIVATIONS =
      Set.of("Relu", "Clip", "Sigmoid", "Tanh", "LeakyRelu", "HardSigmoid");

  /** 4-bit weights are dequantized before a float kernel: a gain in storage, not in speed. */
  private static final List<PrecisionTuple> INTEGER =
      List.of(PrecisionTuple.FP32, PrecisionTuple.W8A8, PrecisionTuple.W4A8);

  /** Recurrent layers compute in floats; their weights are dequantized in front of them. */
  private static final List<PrecisionTuple> WEIGHT_ONLY =
      List.of(PrecisionTuple.FP32, PrecisionTuple.W8, PrecisionTuple.W4);

  private static final Capabilities CAPABILITIES =
      new Capabilities(
          Map.of(
              "Conv", INTEGER,
              "Gemm", INTEGER,
              "MatMul", INTEGER,
              "RNN", WEIGHT_ONLY,
              "GRU", WEIGHT_ONLY,
              "LSTM", WEIGHT_ONLY),
          1,
          List.of(
              new FusionRule(List.of(Set.of("Conv"), Set.of("BatchNormalization"), ACTIVATIONS)),
              new FusionRule(List.of(Set.of("Conv"), Set.of("BatchNormalization"))),
              new FusionRule(List.of(Set.of("Conv", "Gemm"), ACTIVATIONS)),
              // Between quantized tensors Relu is the lower end of the integer range.
              new FusionRule(List.of(Set.of("Add"), Set.of("Relu")))),
          Set.of());

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "ONNX Runtime on this machine's processor, one thread, measured";
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Set<String> metrics() {
    return Set.of("latency");
  }

  @Override
  public String fingerprint() {
    return "onnxruntime %s, %s, 1 thread, method %d"
        .formatted(OrtEnvironment.getEnvironment().getVersion(), processor(), METHOD);
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(l -> l.startsWith("model name"))
          .map(l -> l.substring(l.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      // Systems without this file are told apart by their architecture alone.
      return System.getProperty("os.arch");
    }
  }

  @Override
  public PricingSession open(PricingContext context) {
    return new CpuPricingSession(context, fingerprint());
  }
}
