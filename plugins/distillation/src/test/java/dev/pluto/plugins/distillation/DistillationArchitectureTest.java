package dev.pluto.plugins.distillation;

import dev.pluto.architecture.PluginRules;

/** The module keeps to the project's rules on packages and dependencies. */
class DistillationArchitectureTest extends PluginRules {
  DistillationArchitectureTest() {
    super("dev.pluto.plugins.distillation");
  }
}
