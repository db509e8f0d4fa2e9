/** Tests of the task "keypoints". */
@NullMarked
package dev.pluto.plugins.keypoints;

import org.jspecify.annotations.NullMarked;
