package dev.pluto.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.pluto.architecture.LibraryRules;
import org.junit.jupiter.api.Test;

/** The engine is the host: it names no plugin, and its mathematics names nothing at all. */
class EngineArchitectureTest extends LibraryRules {
  EngineArchitectureTest() {
    super("dev.pluto.engine");
  }

  @Test
  void noPluginIsNamed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.pluto.plugins..", "dev.pluto.backends..")
        .check(classes());
  }

  @Test
  void theMathematicsKnowsNeitherGraphsNorTensors() {
    ArchRuleDefinition.classes()
        .that()
        .resideInAPackage("dev.pluto.engine.lagrangian")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.pluto.engine.lagrangian", "java..", "org.jspecify.annotations")
        .check(classes());
  }
}
