package dev.tidings.auth.oauth;

import java.util.Arrays;
import java.util.Optional;

/** The types of RFC 8693, section 3, that can be exchanged. All of them are JWTs here. */
enum TokenType {
    JWT("urn:ietf:params:oauth:token-type:jwt"),
    ID_TOKEN("urn:ietf:params:oauth:token-type:id_token"),
    ACCESS_TOKEN("urn:ietf:params:oauth:token-type:access_token");

    private final String uri;

    TokenType(String uri) {
        this.uri = uri;
    }

    String uri() {
        return uri;
    }

    static Optional<TokenType> parse(String uri) {
        return Arrays.stream(values()).filter(type -> type.uri.equals(uri)).findFirst();
    }
}
