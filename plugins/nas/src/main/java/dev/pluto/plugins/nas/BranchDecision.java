package dev.pluto.plugins.nas;

import dev.pluto.spi.search.Alternative;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.spi.search.Setting;
import dev.pluto.spi.search.StructureDecision;
import dev.pluto.spi.search.TrainingContext;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which of the ways to compute a value is taken.
 *
 * @param site the node that computes it in the given model
 * @param candidates the other ways, the cheapest last
 */
record BranchDecision(String site, String value, List<Candidate> candidates)
    implements StructureDecision {
  private static final String GIVEN = "as given";

  BranchDecision {
    candidates = List.copyOf(candidates);
  }

  @Override
  public String id() {
    return NasOperator.NAME + "/" + site;
  }

  @Override
  public List<Setting> settings() {
    return Stream.concat(Stream.of(GIVEN), candidates.stream().map(Candidate::label))
        .map(Setting::new)
        .toList();
  }

  @Override
  public List<Alternative> alternatives() {
    return candidates.stream().map(Candidate::alternative).toList();
  }

  @Override
  public Relaxation relax(TrainingContext context) {
    return new BranchRelaxation(this, context);
  }
}
