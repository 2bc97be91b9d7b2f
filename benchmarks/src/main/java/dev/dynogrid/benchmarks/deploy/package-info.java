/**
 * From {@code git push} to the new code's first answer, against the least that it could take. Start
 * with {@link dev.dynogrid.benchmarks.deploy.DeployBench}.
 */
@NullMarked
package dev.dynogrid.benchmarks.deploy;

import org.jspecify.annotations.NullMarked;
