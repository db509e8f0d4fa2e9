package dev.pluto.engine.pretrain;

import dev.pluto.engine.recipe.Recipe;

/**
 * How a network is trained from its given weights.
 *
 * @param task task and data
 * @param epochs passes over the training samples; fractions allowed
 * @param batch samples per step
 * @param rate peak learning rate
 * @param seed of everything random
 */
public record TrainingJob(
    Recipe.TaskSection task, double epochs, int batch, double rate, long seed) {}
