package dev.tidings.auth.issuer;

/** What a user's token of somebody else came to. */
public sealed interface Subject {

    /** It is theirs and good: this is the user. */
    record Known(TrustedIssuer issuer, String user) implements Subject {}

    /** Why not, for a developer's eyes; says nothing that the token's holder doesn't know. */
    record Refused(String why) implements Subject {}
}
