package dev.tidings.contract.token;

/** The kinds of token, told apart by the {@code typ} header. One kind is never accepted for another. */
public enum TokenKind {
    /** Opens a stream and reads a feed, for one user. */
    CONNECTION("connection+jwt"),
    /** Allows one subscription. */
    GRANT("grant+jwt"),
    /** A backend's, with scopes (RFC 9068). */
    SERVICE("at+jwt");

    private final String typ;

    TokenKind(String typ) {
        this.typ = typ;
    }

    public String typ() {
        return typ;
    }
}
