/** Benchmarks of the edge: run by hand, one command a question, each held against something on the same machine. */
package dev.tidings.benchmarks;
