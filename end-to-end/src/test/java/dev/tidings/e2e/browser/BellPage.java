package dev.tidings.e2e.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A page with a bell, as its user and its developer see it. */
final class BellPage {

    private static final double POLL_MILLIS = 50;

    final Page page;

    BellPage(Page page) {
        this.page = page;
    }

    Locator bell() {
        return page.locator("tidings-bell button.bell");
    }

    Locator panel() {
        return page.locator("tidings-bell [role=dialog]");
    }

    Locator rows() {
        return panel().locator("li");
    }

    /** What a screen reader would say of the bell. */
    String label() {
        return bell().getAttribute("aria-label");
    }

    BellPage whenOpen() {
        return when("tidings.status.value.state === 'open' && tidings.feed().value.isLoaded");
    }

    BellPage whenBy(String way) {
        return when("tidings.status.value.state === 'open' && tidings.status.value.way === '" + way + "'");
    }

    BellPage whenUnread(int count) {
        return when("tidings.feed().value.counters.unread === " + count);
    }

    BellPage whenItems(int count) {
        return when("tidings.feed().value.items.length === " + count);
    }

    /** Asks again and again from here: the page's policy lets no code be made of a string, and so no waiting in the page. */
    BellPage when(String condition) {
        return when(condition, () -> page.waitForTimeout(POLL_MILLIS));
    }

    /** The same, with something to do in between. */
    BellPage when(String condition, Runnable meanwhile) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Browsing.PATIENCE_MILLIS);
        while (!Boolean.TRUE.equals(page.evaluate("Boolean(window.tidings && (" + condition + "))"))) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it never came to " + condition + ": "
                        + page.evaluate(
                                "JSON.stringify(window.tidings && [tidings.status.value, tidings.feed().value])"));
            }
            meanwhile.run();
        }
        return this;
    }

    /** Newest first. */
    @SuppressWarnings("unchecked")
    List<String> titles() {
        return (List<String>) page.evaluate("tidings.feed().value.items.map(item => item.title)");
    }

    /** What came while the page looked, in its order. */
    @SuppressWarnings("unchecked")
    List<String> arrived() {
        return (List<String>) page.evaluate("arrived");
    }

    /** What a screen reader was given to say. */
    @SuppressWarnings("unchecked")
    List<String> announced() {
        return (List<String>) page.evaluate("announced");
    }
}
