package dev.pluto.backends.onnxruntime;

import dev.pluto.architecture.PluginRules;

/** The module keeps to the project's rules on packages and dependencies. */
class OnnxRuntimeArchitectureTest extends PluginRules {
  OnnxRuntimeArchitectureTest() {
    super("dev.pluto.backends.onnxruntime");
  }
}
