package dev.pluto.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one component of a plugin's options record. The engine binds the recipe's values to the
 * record, reports unknown and ill-typed keys, and documents the options from this annotation.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {
  /** What the option does, with its unit, in one sentence. */
  String description();

  /** The value taken when the recipe names none, written as in the recipe (YAML). */
  String defaultValue();
}
