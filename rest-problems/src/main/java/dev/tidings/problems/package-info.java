/**
 * Every HTTP error of a REST service as problem+json with the contract's {@code code}. A feature throws a
 * {@link dev.tidings.problems.ProblemException}; whatever else goes wrong, inside of REST or before it, is put into the
 * same form here. {@code body} reads requests and names all their faults at once; {@code credentials} reads the
 * {@code Authorization} header.
 */
package dev.tidings.problems;
