package dev.pluto.engine.report.html;

/** A part of a page. */
public sealed interface Node permits Element, StyleSheet, Text {
  /** Writes the part as HTML. */
  void write(StringBuilder html);
}
