package dev.tidings.auth.oauth;

/** A refusal at {@code /oauth2/token}. An outcome, so without a stack trace. */
final class OAuthException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final OAuthError error;

    OAuthException(OAuthError error, String description) {
        super(description, null, false, false);
        this.error = error;
    }

    OAuthError error() {
        return error;
    }
}
