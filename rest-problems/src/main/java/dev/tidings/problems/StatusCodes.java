package dev.tidings.problems;

import dev.tidings.contract.problem.ProblemCode;

/** The framework's refusals, by status, in the contract's words. */
final class StatusCodes {

    private StatusCodes() {}

    static ProblemException refusal(int status) {
        return switch (status) {
            case 401 -> new ProblemException(ProblemCode.TOKEN_MISSING, "This needs credentials.");
            case 404 -> new ProblemException(ProblemCode.NOT_FOUND, "No resource has this path.");
            case 405 ->
                new ProblemException(
                        ProblemCode.METHOD_NOT_ALLOWED, "The resource is there, but not with this method.");
            case 406 ->
                new ProblemException(ProblemCode.NOT_ACCEPTABLE, "The resource has no form that Accept asks for.");
            case 413 -> new ProblemException(ProblemCode.TOO_LARGE, "The body is larger than is taken here.");
            case 415 ->
                new ProblemException(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE, "The resource takes no body of this Content-Type.");
            default -> new ProblemException(ProblemCode.MALFORMED, "The request can't be read.");
        };
    }
}
