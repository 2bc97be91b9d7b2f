/**
 * The pipeline from source to traffic: compile → check → decide → roll out, one class a step. Start
 * with {@link dev.dynogrid.core.deploy.Deploys}.
 */
@NullMarked
package dev.dynogrid.core.deploy;

import org.jspecify.annotations.NullMarked;
