/** Results of the engine as text. May use the engine's reports and dev.pluto.cli.text. */
@NullMarked
package dev.pluto.cli.view;

import org.jspecify.annotations.NullMarked;
