/** Tests of the task "classification". */
@NullMarked
package dev.pluto.plugins.classification;

import org.jspecify.annotations.NullMarked;
