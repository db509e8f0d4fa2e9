package dev.pluto.engine.recipe;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a path of the recipe that has to exist. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Existing {
  /** What the path has to lead to. */
  Kind value();

  /** What a path may lead to. */
  enum Kind {
    /** A readable file. */
    FILE,
    /** A readable file or folder. */
    FILE_OR_FOLDER
  }
}
