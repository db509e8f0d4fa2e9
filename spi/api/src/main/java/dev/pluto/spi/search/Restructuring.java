package dev.pluto.spi.search;

import dev.pluto.spi.Api;
import java.util.List;

/**
 * Other ways to compute parts of a model.
 *
 * @param decisions one per value that can be computed another way
 * @param refusals places that are left alone, and why
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Restructuring(List<StructureDecision> decisions, List<Refusal> refusals) {
  /** Nothing. */
  public static final Restructuring NONE = new Restructuring(List.of(), List.of());

  /** Copies the lists. */
  public Restructuring {
    decisions = List.copyOf(decisions);
    refusals = List.copyOf(refusals);
  }
}
