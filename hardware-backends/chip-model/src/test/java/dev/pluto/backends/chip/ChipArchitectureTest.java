package dev.pluto.backends.chip;

import dev.pluto.architecture.PluginRules;

/** The module keeps to the project's rules on packages and dependencies. */
class ChipArchitectureTest extends PluginRules {
  ChipArchitectureTest() {
    super("dev.pluto.backends.chip");
  }
}
