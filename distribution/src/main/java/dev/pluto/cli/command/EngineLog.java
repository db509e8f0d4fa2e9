package dev.pluto.cli.command;

/** The engine's log on standard error. Must be set before the first logger is made. */
final class EngineLog {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private EngineLog() {}

  /** Shows the log of Pluto's own classes if wanted, and of no library. */
  static void configure(boolean verbose) {
    System.setProperty(PREFIX + "defaultLogLevel", "off");
    System.setProperty(PREFIX + "log.dev.pluto", verbose ? "debug" : "off");
    System.setProperty(PREFIX + "showThreadName", "false");
    System.setProperty(PREFIX + "showShortLogName", "true");
  }
}
