package dev.pluto.plugins.samples;

import dev.pluto.architecture.PluginRules;

/** The module keeps to the project's rules on packages and dependencies. */
class SamplesArchitectureTest extends PluginRules {
  SamplesArchitectureTest() {
    super("dev.pluto.plugins.samples");
  }
}
