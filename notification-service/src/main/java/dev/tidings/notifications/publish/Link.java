package dev.tidings.notifications.publish;

import dev.tidings.problems.body.Shape;
import dev.tidings.problems.body.Shapes;
import java.util.regex.Pattern;

/**
 * A link that a page can be given as it is: http, https, or relative to the product's own pages. A script's or any other
 * scheme never gets as far as a browser. Browsers drop blanks and control characters before they look for the scheme, so
 * there may be none.
 */
final class Link {

    private static final int MAX_LENGTH = 2_048;
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Z}\\p{Cf}]");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.\\-]*:.*");
    private static final Pattern WEB = Pattern.compile("(?i)https?://[^/?#].*");

    private Link() {}

    static Shape<String> shape() {
        return Shapes.text(MAX_LENGTH).where(Link::isLink, "must be a http or https URL, or a relative one");
    }

    private static boolean isLink(String text) {
        return (isVisibleAscii(text) || !UNSEEN.matcher(text).find())
                && (text.indexOf(':') < 0
                        || !SCHEME.matcher(text).matches()
                        || WEB.matcher(text).matches());
    }

    /** As nearly all links are: the patterns are for the others. */
    private static boolean isVisibleAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }
}
