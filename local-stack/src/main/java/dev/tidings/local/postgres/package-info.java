/** A real PostgreSQL as a program of the stack, and as a fixture of tests. */
package dev.tidings.local.postgres;
