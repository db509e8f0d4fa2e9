package dev.pluto.engine.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pluto.engine.verify.Agreement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of {@code certificate.json}: what was established about the exported file by reading
 * it back, and nothing else.
 *
 * @param file name of the exported file
 * @param sha256 of the exported file
 * @param original sha256 of the given model
 * @param hardware id of the hardware target and its fingerprint
 * @param cost every metric, counted or measured on the re-imported file
 * @param budgets every budget and whether it holds
 * @param quality measured in ONNX Runtime on the validation samples
 * @param further further figures of quality, by name
 * @param agreement how the file agrees with the network that was trained
 * @param inputShapes shapes that the costs refer to
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Certificate(
    String file,
    String sha256,
    String original,
    String hardware,
    Map<String, Report.Cost> cost,
    List<Report.Budget> budgets,
    double quality,
    Map<String, Double> further,
    Agreement agreement,
    Map<String, List<Long>> inputShapes) {

  /**
   * How the outputs of the exported file and of the training graph compare on validation samples.
   *
   * @param samples samples compared
   * @param largestDifference largest absolute difference of an output element
   * @param meanDifference mean absolute difference
   * @param outputRange largest absolute output element, for comparison
   * @param quantizationStep step of the coarsest quantized activation; absent for a file without
   *     quantized activations
   * @param equalDecisions share of samples whose largest output stands at the same place
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Agreement(
      int samples,
      double largestDifference,
      double meanDifference,
      double outputRange,
      Optional<Double> quantizationStep,
      double equalDecisions) {
    /** Rounding of float arithmetic, as a share of the output range. */
    private static final double FLOAT_ROUNDING = 1e-3;

    /**
     * Whether the file computes what was trained: on average, differences stay below half a
     * quantization step, or below the rounding of float arithmetic where nothing is quantized.
     */
    public boolean holds() {
      return meanDifference
          <= Math.max(quantizationStep.orElse(0.0) / 2, FLOAT_ROUNDING * outputRange);
    }
  }
}
