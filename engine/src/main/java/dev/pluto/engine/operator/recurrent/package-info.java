/**
 * Recurrent layers: RNN, GRU and LSTM. May use the SPI and the operator.base package.
 *
 * <p>They are computed step by step, in every form that ONNX defines. PyTorch's own layers are no
 * faster: its GRU takes as long as the loop, and its LSTM on processors copies the gradients of all
 * steps in every step.
 */
@NullMarked
package dev.pluto.engine.operator.recurrent;

import org.jspecify.annotations.NullMarked;
