/** Tests of the contract checks' host. */
@org.jspecify.annotations.NullMarked
package dev.pluto.engine.contract;
