package dev.pluto.testkit;

import dev.pluto.architecture.PluginRules;

/** The module keeps to the project's rules on packages and dependencies. */
class TestkitArchitectureTest extends PluginRules {
  TestkitArchitectureTest() {
    super("dev.pluto.testkit");
  }
}
