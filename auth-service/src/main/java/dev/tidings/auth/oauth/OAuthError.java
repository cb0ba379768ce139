package dev.tidings.auth.oauth;

/** The errors of RFC 6749, section 5.2, that are ours to give. */
enum OAuthError {
    INVALID_REQUEST("invalid_request", 400),
    INVALID_CLIENT("invalid_client", 401),
    INVALID_SCOPE("invalid_scope", 400),
    UNAUTHORIZED_CLIENT("unauthorized_client", 400),
    /** RFC 8693, section 2.2.2. */
    INVALID_TARGET("invalid_target", 400),
    UNSUPPORTED_GRANT_TYPE("unsupported_grant_type", 400);

    private final String text;
    private final int status;

    OAuthError(String text, int status) {
        this.text = text;
        this.status = status;
    }

    String text() {
        return text;
    }

    int status() {
        return status;
    }
}
