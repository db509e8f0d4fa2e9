package dev.pluto.spi.search;

import dev.pluto.spi.Api;

/**
 * One way in which a decision can end.
 *
 * @param label unique in its decision, for reports: "24 of 64", "w8a8"
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Setting(String label) {}
