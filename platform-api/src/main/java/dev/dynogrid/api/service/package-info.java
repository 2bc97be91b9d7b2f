/**
 * What apps attach to: databases, caches. Start with {@link
 * dev.dynogrid.api.service.ServiceProvider}.
 */
@NullMarked
package dev.dynogrid.api.service;

import org.jspecify.annotations.NullMarked;
