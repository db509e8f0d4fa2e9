package dev.pluto.backends.chip.description;

/**
 * Where a value comes from.
 *
 * @param source key of one of the description's sources
 */
public record Origin(String source, Confidence confidence) {}
