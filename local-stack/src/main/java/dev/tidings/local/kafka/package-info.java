/** A real broker as a program of the stack, and as a fixture of tests. */
package dev.tidings.local.kafka;
