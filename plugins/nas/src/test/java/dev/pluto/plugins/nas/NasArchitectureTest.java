package dev.pluto.plugins.nas;

import dev.pluto.architecture.PluginRules;

/** The module keeps to the project's rules on packages and dependencies. */
class NasArchitectureTest extends PluginRules {
  NasArchitectureTest() {
    super("dev.pluto.plugins.nas");
  }
}
