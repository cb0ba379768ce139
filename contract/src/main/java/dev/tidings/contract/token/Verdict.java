package dev.tidings.contract.token;

import dev.tidings.contract.problem.ProblemCode;

/** What checking a token came to. Why exactly it was refused is nobody's business but the code's. */
public sealed interface Verdict<T> {

    record Accepted<T>(T token) implements Verdict<T> {}

    record Refused<T>(ProblemCode code) implements Verdict<T> {}
}
