/** The whole as a user starts it, for tests and drills. */
package dev.tidings.e2e;
