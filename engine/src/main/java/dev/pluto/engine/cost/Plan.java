package dev.pluto.engine.cost;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that costs something in one structure. */
final class Plan {
  private final KernelPlan kernels;
  private final Site inference;
  private final List<Site> sites;
  private final Map<Integer, Set<Site>> touched = new HashMap<>();

  /**
   * A plan.
   *
   * @param inference what an inference costs besides its kernels; one of the sites
   * @param sites those of the kernels first, in the order of the kernels
   */
  Plan(KernelPlan kernels, Site inference, List<Site> sites) {
    this.kernels = kernels;
    this.inference = inference;
    this.sites = List.copyOf(sites);
    for (Site site : sites) {
      for (int decision : site.decisions()) {
        touched.computeIfAbsent(decision, d -> new LinkedHashSet<>()).add(site);
      }
    }
  }

  KernelPlan kernels() {
    return kernels;
  }

  Site inference() {
    return inference;
  }

  List<Site> sites() {
    return sites;
  }

  /** The sites whose cost depends on a decision. */
  Set<Site> touchedBy(int decision) {
    return touched.getOrDefault(decision, Set.of());
  }
}
