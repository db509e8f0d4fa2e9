package dev.pluto.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says how stable a public type of the SPI is, and since which version it exists. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Api {
  /** How far a plugin author may rely on the type. */
  Status status();

  /** The version of the SPI that first had the type. */
  String since();

  /** Degrees of stability. */
  enum Status {
    /** Changes only with a new major version. */
    STABLE,
    /** May change with a minor version; the changelog says how. */
    EXPERIMENTAL
  }
}
