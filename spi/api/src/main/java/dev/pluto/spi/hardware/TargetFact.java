package dev.pluto.spi.hardware;

import dev.pluto.spi.Api;

/**
 * Something that a target knows about its chip, for people who want to judge its prices.
 *
 * @param name what it is, such as "memory.dram-bandwidth"
 * @param value the value with its unit
 * @param origin where the value comes from
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record TargetFact(String name, String value, String origin) {}
