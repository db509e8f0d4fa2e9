package dev.pluto.plugins.pruning;

import dev.pluto.architecture.PluginRules;

/** The module keeps to the project's rules on packages and dependencies. */
class PruningArchitectureTest extends PluginRules {
  PruningArchitectureTest() {
    super("dev.pluto.plugins.pruning");
  }
}
