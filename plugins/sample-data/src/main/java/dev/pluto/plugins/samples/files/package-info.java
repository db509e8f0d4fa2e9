/**
 * Samples as they lie on disk: files of one kind in a folder, its training and test parts, names
 * that say which part a file belongs to, tables of text. May use the SPI and Commons CSV.
 */
@NullMarked
package dev.pluto.plugins.samples.files;

import org.jspecify.annotations.NullMarked;
