package dev.pluto.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;

/** What holds in everything that plugins are made of. */
public abstract class PluginRules extends LibraryRules {
  /** Rules for a module whose classes all live below a package. */
  protected PluginRules(String root) {
    super(root);
  }

  @Test
  public void nothingNamesTheEngine() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.pluto.engine..")
        .check(classes());
  }
}
