/**
 * Will hold the Amazon providers: a {@code CapacityProvider} whose hosts are EC2 instances, found
 * again by their tags after any crash, and a {@code SlugStore} in S3.
 */
@NullMarked
package dev.dynogrid.ec2;

import org.jspecify.annotations.NullMarked;
