package dev.tidings.client.problem;

/**
 * One fault of a request's body.
 *
 * @param field where it is: {@code title}, {@code to.users[3]}
 * @param message what is wrong with it
 */
public record FieldError(String field, String message) {}
