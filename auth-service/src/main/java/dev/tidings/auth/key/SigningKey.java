package dev.tidings.auth.key;

import java.security.PrivateKey;

/** The one key that signs now. */
public record SigningKey(String kid, String algorithm, PrivateKey privateKey) {

    @Override
    public String toString() {
        return "SigningKey[" + kid + "]";
    }
}
