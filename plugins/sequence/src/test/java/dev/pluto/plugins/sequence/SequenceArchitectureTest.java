package dev.pluto.plugins.sequence;

import dev.pluto.architecture.PluginRules;

/** The module keeps to the project's rules on packages and dependencies. */
class SequenceArchitectureTest extends PluginRules {
  SequenceArchitectureTest() {
    super("dev.pluto.plugins.sequence");
  }
}
