package dev.pluto.plugins.classification;

import java.util.Optional;

/**
 * What a format finds under a path.
 *
 * @param training the training part, or all there is
 * @param test the usual test part, where there is one beside the training part
 */
record LabelledData(LabelledPart training, Optional<LabelledPart> test) {}
