/**
 * Will hold the contract of each interface of the API as a JUnit class: an implementer extends it
 * and writes one factory method. Each test is named after the numbered rule that it checks.
 */
@NullMarked
package dev.dynogrid.tck;

import org.jspecify.annotations.NullMarked;
