package dev.pluto.plugins.quantization;

import dev.pluto.architecture.PluginRules;

/** The module keeps to the project's rules on packages and dependencies. */
class QuantizationArchitectureTest extends PluginRules {
  QuantizationArchitectureTest() {
    super("dev.pluto.plugins.quantization");
  }
}
