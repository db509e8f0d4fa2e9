package dev.pluto.spi.task;

import dev.pluto.spi.Api;

/**
 * What quality means for a task.
 *
 * @param name such as "top-1"
 * @param unit such as "dB"; empty for a share between 0 and 1
 * @param higherIsBetter whether more is better
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record QualityMetric(String name, String unit, boolean higherIsBetter) {}
