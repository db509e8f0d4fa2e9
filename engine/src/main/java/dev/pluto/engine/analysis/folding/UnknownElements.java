package dev.pluto.engine.analysis.folding;

/** An input's elements, or how to read their type, are not known, so the node stays. */
final class UnknownElements extends Exception {
  private static final long serialVersionUID = 1;

  UnknownElements() {
    super("elements not known", null, false, false);
  }
}
