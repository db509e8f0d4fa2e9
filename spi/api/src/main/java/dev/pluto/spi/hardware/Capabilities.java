package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a chip can run.
 *
 * @param precisions legal precision tuples by ONNX operator name; an operator that is not listed
 *     runs in fp32 only
 * @param channelAlignment widths that are a multiple of this run without waste; 1 if it does not
 *     matter
 * @param fusions chains of operators that run as one kernel, longest first
 * @param unsupported operators that the chip cannot run at all; a target prices them as what runs
 *     them instead, or answers that they are unsupported
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Capabilities(
    Map<String, List<PrecisionTuple>> precisions,
    int channelAlignment,
    List<FusionRule> fusions,
    Set<String> unsupported) {
  /** Copies the collections. */
  public Capabilities {
    precisions = Map.copyOf(precisions);
    fusions = List.copyOf(fusions);
    unsupported = Set.copyOf(unsupported);
    if (channelAlignment < 1) {
      throw new IllegalArgumentException("channel alignment " + channelAlignment);
    }
  }

  /** The tuples in which an operator can run; fp32 where nothing is said. */
  public List<PrecisionTuple> precisionsOf(String opType) {
    return precisions.getOrDefault(opType, List.of(PrecisionTuple.FP32));
  }
}
