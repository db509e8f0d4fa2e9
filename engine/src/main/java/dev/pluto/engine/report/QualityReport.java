package dev.pluto.engine.report;

/** What {@code evaluate} finds. */
public record QualityReport(
    String model,
    String task,
    String metric,
    boolean higherIsBetter,
    double quality,
    String unit,
    int samples,
    String validation,
    String normalization) {}
