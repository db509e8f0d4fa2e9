/** Tests of the task "unlabelled". */
@NullMarked
package dev.pluto.plugins.unlabelled;

import org.jspecify.annotations.NullMarked;
