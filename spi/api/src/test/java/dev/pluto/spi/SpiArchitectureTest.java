package dev.pluto.spi;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.pluto.architecture.PluginRules;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

/** The SPI is what plugins compile against, so it must stay small and labelled. */
class SpiArchitectureTest extends PluginRules {
  SpiArchitectureTest() {
    super("dev.pluto.spi");
  }

  @Test
  void everyPublicTypeSaysHowStableItIs() {
    ArchRuleDefinition.classes()
        .that()
        .arePublic()
        .and()
        .areTopLevelClasses()
        .and()
        .doNotHaveSimpleName("Api")
        .should()
        .beAnnotatedWith(Api.class)
        .check(classes());
  }

  @Test
  void nothingButTheJdkAndWhatPluginsShareIsUsed() {
    ArchRuleDefinition.classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "java..",
                    "dev.pluto.spi..",
                    "ai.djl.ndarray..",
                    "jakarta.inject..",
                    "org.jspecify.annotations..")
                .or(equivalentTo(ExtensionPoint.class)))
        .check(classes());
  }
}
