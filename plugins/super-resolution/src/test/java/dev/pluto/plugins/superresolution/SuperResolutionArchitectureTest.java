package dev.pluto.plugins.superresolution;

import dev.pluto.architecture.PluginRules;

/** The module keeps to the project's rules on packages and dependencies. */
class SuperResolutionArchitectureTest extends PluginRules {
  SuperResolutionArchitectureTest() {
    super("dev.pluto.plugins.superresolution");
  }
}
