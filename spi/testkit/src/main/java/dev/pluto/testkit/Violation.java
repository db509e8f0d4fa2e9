package dev.pluto.testkit;

import dev.pluto.spi.Api;

/**
 * A rule of a contract that a plugin breaks.
 *
 * @param rule the rule, in one sentence
 * @param what what was seen instead, and where
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Violation(String rule, String what) {}
