package dev.tidings.contract.problem;

/** Every refusal over HTTP, of every service: the {@code code} member of its problem+json, its status and title. */
public enum ProblemCode {
    TOKEN_MISSING("token-missing", 401, "A token is needed"),
    TOKEN_INVALID("token-invalid", 401, "The token or the credentials are not valid"),
    TOKEN_EXPIRED("token-expired", 401, "The token has expired"),
    ORIGIN_REFUSED("origin-refused", 403, "This origin is not allowed"),
    REVOKED("revoked", 403, "This user's access was revoked"),
    CHANNEL_REFUSED("channel-refused", 403, "The channel is not open to this user"),
    SCOPE_MISSING("scope-missing", 403, "The token lacks a scope"),
    BAD_RESUME("bad-resume", 400, "The resume string can't be read"),
    BAD_CHANNEL("bad-channel", 400, "That is no channel's name"),
    VALIDATION("validation", 400, "Some fields are not valid"),
    MALFORMED("malformed", 400, "The request can't be read"),
    NOT_FOUND("not-found", 404, "There is nothing here"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "The method is not allowed here"),
    NOT_ACCEPTABLE("not-acceptable", 406, "None of the accepted forms can be given"),
    IDEMPOTENCY_RUNNING("idempotency-running", 409, "The first call with this key is still running"),
    TOO_LARGE("too-large", 413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The body's media type is not supported"),
    IDEMPOTENCY_MISMATCH("idempotency-mismatch", 422, "The key was used with another body"),
    RATE_LIMITED("rate-limited", 429, "Too many requests"),
    TOO_MANY_CONNECTIONS("too-many-connections", 429, "Too many connections"),
    INTERNAL("internal", 500, "Something failed on our side"),
    DRAINING("draining", 503, "This instance is going away"),
    OVER_CAPACITY("over-capacity", 503, "No capacity at the moment"),
    LOG_UNAVAILABLE("log-unavailable", 503, "The log can't be reached"),
    STORE_UNAVAILABLE("store-unavailable", 503, "The database can't be reached");

    private final String code;
    private final int status;
    private final String title;

    ProblemCode(String code, int status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
    }

    public String code() {
        return code;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }
}
