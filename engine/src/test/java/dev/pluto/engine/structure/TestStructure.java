package dev.pluto.engine.structure;

import dev.pluto.spi.search.Alternative;
import dev.pluto.spi.search.Relaxation;
import dev.pluto.spi.search.Setting;
import dev.pluto.spi.search.StructureDecision;
import dev.pluto.spi.search.TrainingContext;
import java.util.List;
import java.util.stream.IntStream;

/** A structure decision that is never trained. */
public record TestStructure(String id, String value, List<Alternative> alternatives)
    implements StructureDecision {
  @Override
  public List<Setting> settings() {
    return IntStream.rangeClosed(0, alternatives.size())
        .mapToObj(s -> new Setting("branch " + s))
        .toList();
  }

  @Override
  public Relaxation relax(TrainingContext context) {
    throw new UnsupportedOperationException("never trained");
  }
}
