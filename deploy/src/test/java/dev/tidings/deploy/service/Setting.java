package dev.tidings.deploy.service;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One that a service reads from its environment.
 *
 * @param name with {@code *} for what an operator names, an app for instance
 */
public record Setting(String name, String type, Optional<String> byDefault, String meaning) {

    /** As an environment variable, with {@code <…>} for what an operator names. */
    public String variable() {
        return name.replace("\"", "")
                .replaceAll("[^A-Za-z0-9*]", "_")
                .toUpperCase(Locale.ROOT)
                .replace("*", "<…>");
    }

    boolean isNamed(String variable) {
        return variable.matches(Pattern.quote(variable()).replace("<…>", "\\E[A-Z0-9_]+\\Q"));
    }
}
