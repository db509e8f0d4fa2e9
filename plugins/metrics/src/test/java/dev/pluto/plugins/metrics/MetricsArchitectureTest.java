package dev.pluto.plugins.metrics;

import dev.pluto.architecture.PluginRules;

/** The module keeps to the project's rules on packages and dependencies. */
class MetricsArchitectureTest extends PluginRules {
  MetricsArchitectureTest() {
    super("dev.pluto.plugins.metrics");
  }
}
