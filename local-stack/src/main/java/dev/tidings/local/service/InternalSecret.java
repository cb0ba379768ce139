package dev.tidings.local.service;

import java.security.SecureRandom;
import java.util.HexFormat;

/** What the services of one start of the stack know of each other. Never written anywhere; its text is not its name. */
public final class InternalSecret {

    private static final int BYTES = 32;

    private final String text;

    private InternalSecret(String text) {
        this.text = text;
    }

    public static InternalSecret random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new InternalSecret(HexFormat.of().formatHex(bytes));
    }

    String text() {
        return text;
    }
}
