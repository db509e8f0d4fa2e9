package dev.pluto.plugins.nas;

import dev.pluto.spi.search.Alternative;

/**
 * An alternative that may be offered.
 *
 * @param label of its setting
 * @param share its multiply-adds as a share of those of what it stands in for
 */
record Candidate(String label, double share, Alternative alternative) {}
