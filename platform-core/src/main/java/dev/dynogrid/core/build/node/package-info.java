/**
 * Node apps. Start with {@link dev.dynogrid.core.build.node.NodeBuildpack}, which lists the steps;
 * what they decide is in functions of their own: {@link
 * dev.dynogrid.core.build.node.PackageManager} who installs, {@link
 * dev.dynogrid.core.build.node.Pruning} what is not needed at run time, {@link
 * dev.dynogrid.core.build.node.StartCommand} how the app is started.
 */
@NullMarked
package dev.dynogrid.core.build.node;

import org.jspecify.annotations.NullMarked;
