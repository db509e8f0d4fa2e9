package dev.pluto.plugins.unlabelled;

import dev.pluto.architecture.PluginRules;

/** The module keeps to the project's rules on packages and dependencies. */
class UnlabelledArchitectureTest extends PluginRules {
  UnlabelledArchitectureTest() {
    super("dev.pluto.plugins.unlabelled");
  }
}
