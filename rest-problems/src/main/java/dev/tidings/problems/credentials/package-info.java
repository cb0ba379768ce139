/** The {@code Authorization} header, read in one place and tolerant of nothing. */
package dev.tidings.problems.credentials;
