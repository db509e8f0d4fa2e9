package dev.pluto.engine.report;

import java.util.Map;

/**
 * What {@code evaluate} finds.
 *
 * @param further further figures of quality, by name
 * @param validation where the samples come from
 * @param normalization how they were scaled
 */
public record QualityReport(
    String model,
    String task,
    String metric,
    boolean higherIsBetter,
    double quality,
    String unit,
    Map<String, Double> further,
    int samples,
    String validation,
    String normalization) {}
