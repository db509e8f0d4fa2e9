package dev.pluto.plugins.classification;

import dev.pluto.architecture.PluginRules;

/** The module keeps to the project's rules on packages and dependencies. */
class ClassificationArchitectureTest extends PluginRules {
  ClassificationArchitectureTest() {
    super("dev.pluto.plugins.classification");
  }
}
