package dev.pluto.engine.report;

import java.nio.file.Path;

/** A finished compression: its run directory, which holds the model, and its report. */
public record CompressionResult(Path runDirectory, Path model, Report report) {}
