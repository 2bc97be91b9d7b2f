/**
 * Git over smart HTTP. Start with {@link dev.dynogrid.core.git.GitHandler}; a push becomes a deploy
 * in {@link dev.dynogrid.core.git.DeployHook}.
 */
@NullMarked
package dev.dynogrid.core.git;

import org.jspecify.annotations.NullMarked;
