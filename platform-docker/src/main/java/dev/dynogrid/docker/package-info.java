/**
 * Will hold the Docker providers: dynos in containers on one engine, on several engines as several
 * hosts, and on a Swarm, which places by itself; and services in containers.
 */
@NullMarked
package dev.dynogrid.docker;

import org.jspecify.annotations.NullMarked;
