package dev.pluto.spi.search;

import dev.pluto.spi.Api;

/**
 * A place in the model that an operator leaves alone.
 *
 * @param site the node or channel group
 * @param reason why, for the user
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1")
public record Refusal(String site, String reason) {}
