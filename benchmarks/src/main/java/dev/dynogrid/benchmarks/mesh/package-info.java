/**
 * The routing mesh beside HAProxy and nginx, and under many connections; each in a process of its
 * own. Start with {@link dev.dynogrid.benchmarks.mesh.MeshBench}.
 */
@NullMarked
package dev.dynogrid.benchmarks.mesh;

import org.jspecify.annotations.NullMarked;
