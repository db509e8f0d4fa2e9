package dev.pluto.plugins.images;

import dev.pluto.architecture.PluginRules;

/** The module keeps to the project's rules on packages and dependencies. */
class ImagesArchitectureTest extends PluginRules {
  ImagesArchitectureTest() {
    super("dev.pluto.plugins.images");
  }
}
