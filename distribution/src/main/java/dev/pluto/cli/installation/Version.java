package dev.pluto.cli.installation;

import java.util.Optional;

/** The version of the program. */
public final class Version {
  private Version() {}

  /** As the manifest says; "unreleased" for classes outside an archive. */
  public static String current() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("unreleased");
  }
}
