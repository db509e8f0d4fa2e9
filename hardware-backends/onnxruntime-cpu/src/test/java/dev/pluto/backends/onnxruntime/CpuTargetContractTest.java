package dev.pluto.backends.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluto.engine.cost.KernelModels;
import dev.pluto.spi.graph.DataType;
import dev.pluto.spi.graph.Graph;
import dev.pluto.spi.graph.Precision;
import dev.pluto.spi.graph.Quantization;
import dev.pluto.spi.hardware.HardwareTarget;
import dev.pluto.spi.hardware.Kernel;
import dev.pluto.spi.hardware.PricingSession;
import dev.pluto.spi.hardware.Provenance;
import dev.pluto.spi.hardware.Quote;
import dev.pluto.spi.hardware.TensorForm;
import dev.pluto.testkit.HardwareTargetContract;
import dev.pluto.testkit.ReferenceNetwork;
import dev.pluto.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The target as the engine uses it, on the reference network. */
class CpuTargetContractTest {
  private static final ReferenceNetwork NETWORK = new ReferenceNetwork(16);

  @TempDir private Path cache = Path.of("");
  private final HardwareTarget target = new OnnxRuntimeBackend().targets().get(0);
  private final TestHost host = TestHost.find().orElseThrow();

  private List<Kernel> kernels(Graph graph) {
    return host.kernels(graph, NETWORK.inputShapes(), target);
  }

  /** The reference network with 8-bit weights of convolutions and values between them. */
  private static Graph quantized() {
    Graph.Builder builder = NETWORK.graph().toBuilder();
    Stream.of("image", "stem.relu.out", "inner.relu.out", "outer.out", "add.relu.out")
        .forEach(value -> builder.quantization(value, Quantization.of(Precision.UINT8)));
    Stream.of("stem.weight", "inner.weight", "outer.weight")
        .forEach(weight -> builder.quantization(weight, Quantization.of(Precision.INT8)));
    return builder.build();
  }

  private List<Quote> quotes(List<Kernel> kernels) {
    try (KernelModels models = new KernelModels(NETWORK.graph(), Optional.of(cache));
        PricingSession session = target.open(models)) {
      return session.price(kernels);
    }
  }

  @Test
  void keepsTheContractOfTargets() {
    assertThat(HardwareTargetContract.check(target, host)).isEmpty();
  }

  @Test
  void kernelsBetweenQuantizedTensorsArePriced() {
    List<Kernel> kernels = kernels(quantized());
    assertThat(kernels.get(0).nodes()).as("conversion of the input").isEmpty();
    assertThat(kernels.stream().flatMap(k -> k.weights().stream()))
        .filteredOn(w -> w.precision().equals(Precision.INT8))
        .hasSize(3);
    assertThat(quotes(kernels))
        .allSatisfy(
            quote ->
                assertThat(((Quote.Priced) quote).costs().get("latency"))
                    .isGreaterThanOrEqualTo(0)
                    .isLessThan(100));
  }

  @Test
  void equalKernelsGetEqualQuotesWhateverTheirNames() {
    Kernel kernel = kernels(NETWORK.graph()).get(1);
    Kernel renamed =
        new Kernel(
            kernel.nodes(),
            kernel.inputs(),
            kernel.outputs(),
            kernel.weights().stream()
                .map(
                    w ->
                        new TensorForm(
                            "other." + w.tensor(), w.shape(), w.dataType(), w.precision()))
                .toList(),
            kernel.macs() + 1);
    List<Quote> quotes = quotes(List.of(kernel, renamed, kernel));
    assertThat(quotes.get(1)).isEqualTo(quotes.get(0));
    assertThat(quotes.get(2)).isEqualTo(quotes.get(0));
  }

  @Test
  void theJournalReplaysThePricesOfAnEarlierSession() throws IOException {
    List<Kernel> kernels =
        Stream.of(kernels(NETWORK.graph()), kernels(quantized())).flatMap(List::stream).toList();
    List<Quote> first = quotes(kernels);
    List<byte[]> journal = journal();
    assertThat(journal).hasSize(1);
    assertThat(quotes(kernels)).isEqualTo(first);
    assertThat(journal().get(0)).as("nothing was measured again").isEqualTo(journal.get(0));
  }

  @Test
  void aLineThatACrashCutOffIsMeasuredAgain() throws IOException {
    List<Kernel> kernels = kernels(NETWORK.graph());
    quotes(kernels);
    Path file = files().get(0);
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - 6));
    assertThat(quotes(kernels)).allMatch(q -> q instanceof Quote.Priced);
    assertThat(quotes(kernels)).isEqualTo(quotes(kernels));
  }

  @Test
  void widthsOffTheGridAreInterpolatedAndSaySo() {
    List<Quote> quotes = quotes(List.of(pointwise(16), pointwise(24), pointwise(32)));
    assertThat(quotes)
        .extracting(q -> ((Quote.Priced) q).provenances().get("latency"))
        .containsExactly(Provenance.MEASURED, Provenance.PREDICTED, Provenance.MEASURED);
    double low = latency(quotes.get(0));
    double high = latency(quotes.get(2));
    assertThat(latency(quotes.get(1)))
        .isBetween(Math.min(low, high) * 0.999, Math.max(low, high) * 1.001);
  }

  private static double latency(Quote quote) {
    return Map.copyOf(((Quote.Priced) quote).costs()).getOrDefault("latency", Double.NaN);
  }

  /** A Relu over so many channels. */
  private Kernel pointwise(int channels) {
    Kernel pool =
        kernels(NETWORK.graph()).stream()
            .filter(k -> k.nodes().get(0).opType().equals("GlobalAveragePool"))
            .findFirst()
            .orElseThrow();
    return new Kernel(
        pool.nodes(),
        pool.inputs().stream().map(f -> wide(f, channels)).toList(),
        pool.outputs().stream().map(f -> wide(f, channels)).toList(),
        List.of(),
        0);
  }

  private static TensorForm wide(TensorForm form, int channels) {
    return new TensorForm(
        form.tensor(), form.shape().with(1, channels), DataType.FLOAT, form.precision());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.sorted().toList();
    }
  }

  private List<byte[]> journal() throws IOException {
    List<byte[]> contents = new java.util.ArrayList<>();
    for (Path file : files()) {
      contents.add(Files.readAllBytes(file));
    }
    return contents;
  }
}
