/** Tests of the contract checks: sound plugins pass, broken ones are named. */
@NullMarked
package dev.pluto.testkit;

import org.jspecify.annotations.NullMarked;
