package dev.pluto.plugins.keypoints;

import dev.pluto.architecture.PluginRules;

/** The module keeps to the project's rules on packages and dependencies. */
class KeypointsArchitectureTest extends PluginRules {
  KeypointsArchitectureTest() {
    super("dev.pluto.plugins.keypoints");
  }
}
