package dev.pluto.spi.search;

import dev.pluto.spi.Api;
import dev.pluto.spi.graph.GraphEditor;
import java.util.List;

/**
 * How one value is computed: as in the given model, or in another way. The engine adds the nodes of
 * all alternatives to the graph and lets them meet in a {@link dev.pluto.spi.graph.Choice} with the
 * decision's id as its name, so that other decisions act inside of alternatives, too.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public interface StructureDecision extends Decision {
  /** The value, computed by a node of the given graph. */
  String value();

  /** The alternatives, one for each setting after the first. */
  List<Alternative> alternatives();

  @Override
  default Phase phase() {
    return Phase.STRUCTURE;
  }

  @Override
  default void apply(int setting, GraphEditor editor) {
    editor.choose(id(), setting);
  }

  @Override
  default Frozen freeze(int setting, TrainingContext context) {
    return Frozen.nothing();
  }
}
