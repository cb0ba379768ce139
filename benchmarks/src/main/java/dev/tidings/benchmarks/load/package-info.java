/** The load generator: many sockets in one process, what they are sent, and what they counted. */
package dev.tidings.benchmarks.load;
