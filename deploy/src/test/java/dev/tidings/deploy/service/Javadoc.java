package dev.tidings.deploy.service;

import dev.tidings.deploy.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.jandex.ClassInfo;

/** What the source of a configuration mapping says of its settings. */
record Javadoc(String source) {

    private static final Pattern TAG = Pattern.compile("\\{@\\w+ ([^}]*)}");

    static Javadoc of(List<Path> roots, ClassInfo group) {
        String outermost = group.name().toString().replaceFirst("\\$.*", "");
        Path file = Path.of(outermost.replace('.', '/') + ".java");
        String whole = roots.stream()
                .map(root -> root.resolve(file))
                .filter(Files::exists)
                .findFirst()
                .map(Repository::text)
                .orElseThrow(() -> new AssertionError("no source of " + outermost));
        String simple = group.name().withoutPackagePrefix().replaceFirst(".*\\$", "");
        // From the interface's own line on; what it nests comes later in each of ours.
        return new Javadoc(whole.substring(whole.indexOf("interface " + simple)));
    }

    /** One line, or nothing where nothing is said. */
    String of(String method) {
        Pattern pattern = Pattern.compile(
                "(?s)/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*[\\w<>,. ]+\\s" + method + "\\(\\);");
        Matcher matcher = pattern.matcher(source);
        if (!matcher.find()) {
            return "";
        }
        String text = matcher.group(1).replaceAll("\\s*\\n\\s*\\* ?", " ").strip();
        return TAG.matcher(text).replaceAll("`$1`");
    }
}
