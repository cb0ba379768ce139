/** The limit that the edge is held against: Netty with nothing around it. */
package dev.tidings.benchmarks.bare;
