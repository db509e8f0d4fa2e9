package dev.pluto.cli;

import dev.pluto.architecture.ModuleRules;

/** The command line may print; all else holds here, too. */
class CommandLineArchitectureTest extends ModuleRules {
  CommandLineArchitectureTest() {
    super("dev.pluto.cli");
  }
}
