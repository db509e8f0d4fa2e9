package dev.pluto.plugins.denoising;

import dev.pluto.architecture.PluginRules;

/** The module keeps to the project's rules on packages and dependencies. */
class DenoisingArchitectureTest extends PluginRules {
  DenoisingArchitectureTest() {
    super("dev.pluto.plugins.denoising");
  }
}
