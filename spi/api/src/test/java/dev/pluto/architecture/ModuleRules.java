package dev.pluto.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What holds in every module; a module's test extends this class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ModuleRules {
  private static final Path SOURCES = Path.of("src", "main", "java");

  private final String root;
  private final JavaClasses classes;

  /**
   * Rules for the module in whose folder the test runs.
   *
   * @param root the package below which all classes of the module live
   */
  protected ModuleRules(String root) {
    this.root = root;
    this.classes = new ClassFileImporter().importPath(Path.of("target", "classes"));
  }

  /** The classes of the module, without its tests. */
  protected final JavaClasses classes() {
    return classes;
  }

  @Test
  public void everyPackageIsNullMarked() {
    assertThat(packages()).isNotEmpty().allMatch(name -> name.startsWith(root));
    for (String name : packages()) {
      JavaPackage found = classes.getPackage(name);
      assertThat(found.tryGetPackageInfo()).as("package-info of " + name).isPresent();
      assertThat(found.isAnnotatedWith(NullMarked.class)).as("@NullMarked on " + name).isTrue();
    }
  }

  @Test
  public void packagesUseWhatTheirPackageInfoAllows() {
    Set<String> violations = new TreeSet<>();
    for (String name : packages()) {
      StatedUses stated = StatedUses.of(SOURCES, root, name);
      for (JavaClass type : classes.getPackage(name).getClasses()) {
        for (Dependency use : type.getDirectDependenciesFromSelf()) {
          JavaClass target = use.getTargetClass().getBaseComponentType();
          if (!target.isPrimitive()
              && !target.getPackageName().equals(name)
              && !stated.allow(target.getPackageName(), target.getName())) {
            violations.add(name + " -> " + target.getName());
          }
        }
      }
    }
    assertThat(violations).isEmpty();
  }

  @Test
  public void packagesFormNoCycle() {
    slices().matching("dev.pluto.(**)").should().beFreeOfCycles().check(classes);
  }

  private Set<String> packages() {
    Set<String> names = new TreeSet<>();
    classes.forEach(type -> names.add(type.getPackageName()));
    return names;
  }
}
