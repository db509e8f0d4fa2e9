package dev.pluto.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;

/** What holds in every module that others build on: all but the command line. */
public abstract class LibraryRules extends ModuleRules {
  /**
   * Rules for the module in whose folder the test runs.
   *
   * @param root the package below which all classes of the module live
   */
  protected LibraryRules(String root) {
    super(root);
  }

  @Test
  public void nothingPrintsToTheConsoleOrEndsTheProcess() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(classes());
  }
}
