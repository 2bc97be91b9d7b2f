/**
 * Python apps. Start with {@link dev.dynogrid.core.build.python.PythonBuildpack}, which lists the
 * steps; what they decide is in functions of their own: {@link
 * dev.dynogrid.core.build.python.Manifest} what is to be installed, {@link
 * dev.dynogrid.core.build.python.Interpreters} by which interpreter, {@link
 * dev.dynogrid.core.build.python.WebApp} how the app is served.
 */
@NullMarked
package dev.dynogrid.core.build.python;

import org.jspecify.annotations.NullMarked;
