/**
 * How a request's JSON is read. A resource takes a {@code JsonNode}, wraps it in {@link dev.tidings.problems.body.Fields},
 * asks for each member with a {@link dev.tidings.problems.body.Shape} of {@link dev.tidings.problems.body.Shapes}, and
 * calls {@code done()}, which refuses the body with all of its faults at once. Members nobody asks for are ignored.
 */
package dev.tidings.problems.body;
