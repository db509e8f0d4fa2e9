package dev.pluto.engine.structure;

import dev.pluto.engine.analysis.Resolution;
import dev.pluto.spi.graph.Graph;
import java.util.BitSet;

/**
 * One concrete structure.
 *
 * @param resolution the graph with one branch of every choice
 * @param active the decisions that act on something that the structure has
 */
public record Structure(Resolution resolution, BitSet active) {
  /** The concrete graph, widths and precisions as given. */
  public Graph graph() {
    return resolution.graph();
  }

  /** Whether a decision acts on something that the structure has. */
  public boolean has(int decision) {
    return active.get(decision);
  }
}
