package dev.tidings.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What axe-core says of a bell in each state that it can be in, by day and by night, under a strict policy: nothing. */
@Timeout(180)
class BellAxeBrowserTest {

    private static final String ITEMS = """
            [{title: 'Order 17 shipped', body: 'It arrives on Monday.', url: '/orders/17',
              actions: [{label: 'Track', url: '/orders/17/track'}]},
             {title: 'Fire in hall 4', priority: 'critical'}, {title: 'Read', read: true}]""";

    private static final String OPEN = "{state: 'open', way: 'websocket', reason: null}";
    private static final int PATIENCE = 20;

    private final Browsing someone = Browsing.asSomeone();
    private final Map<String, Runnable> states = new LinkedHashMap<>();
    private BellPage bell;
    private Page page;

    @BeforeEach
    void open() {
        bell = someone.bare();
        page = bell.page;
        page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        page.evaluate(Browsing.axe());
    }

    @AfterEach
    void close() {
        someone.close();
    }

    @Test
    void itFindsNothingInAnyStateByDayOrNight() {
        states.put("without a client", () -> {});
        states.put("closed", () -> give("[]"));
        states.put("closed, with a count", () -> give(ITEMS));
        states.put("open", () -> show(ITEMS));
        states.put("empty", () -> show("[]"));
        states.put("loading", () -> show("[], 0, " + OPEN + ", {isLoaded: false}"));
        states.put("with older ones to be had", () -> show(ITEMS + ", 2, " + OPEN + ", {hasMore: true}"));
        states.put("with new ones held back", () -> {
            show(ITEMS);
            page.evaluate("add([{}, {}])");
            assertThat(bell.panel().getByText("2 new notifications")).isVisible();
        });
        states.put("with an undo", () -> {
            show(ITEMS);
            bell.rows().first().getByLabel("Archive").click();
            assertThat(bell.panel().getByText("Archived.")).isVisible();
        });
        states.put("after something failed", () -> {
            show(ITEMS);
            page.evaluate(
                    "document.querySelector('tidings-bell').client.feed().read = async () => { throw new Error('refused') }, 0");
            bell.rows().first().getByLabel("Mark as read").click();
            assertThat(bell.panel().getByText("That did not work. Try again.")).isVisible();
        });
        states.put("with something critical said", () -> {
            show(ITEMS);
            page.evaluate("arrive({title: 'Fire in hall 4', priority: 'critical'})");
            assertThat(page.locator("tidings-bell [role=alert]")).hasText("Fire in hall 4");
        });
        states.put("in trouble, with what is kept from another day", () -> {
            show(ITEMS + ", 2, {state: 'waiting', way: null, reason: null}, {isStale: true}");
            assertThat(bell.panel().getByText("No connection.")).isVisible();
        });
        states.put("signed out", () -> {
            show(ITEMS + ", 2, {state: 'stopped', way: null, reason: 'revoked'}");
            assertThat(bell.panel().getByText("You have been signed out.")).isVisible();
        });
        states.put("from right to left", () -> {
            page.evaluate("document.documentElement.dir = 'rtl'");
            show(ITEMS);
        });
        states.put("on a phone", () -> {
            page.evaluate("document.documentElement.dir = ''");
            page.setViewportSize(360, 640);
            show(ITEMS);
        });
        List<String> found = new ArrayList<>();
        states.forEach((state, come) -> {
            if (bell.panel().isVisible()) {
                bell.panel().getByLabel("Close").click();
            }
            come.run();
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                violations().forEach(one -> found.add(state + ", " + scheme + ": " + one));
            }
        });
        assertThat(found).isEmpty();
        assertThat(someone.complaints)
                .as("under a strict Content-Security-Policy")
                .isEmpty();
    }

    /** Or each state would be found without fault. */
    @Test
    void itWouldFindAFault() {
        show(ITEMS);
        page.evaluate(
                "document.querySelector('tidings-bell').shadowRoot.querySelector('[aria-label=Archive]').removeAttribute('aria-label')");
        page.evaluate(
                "document.querySelector('tidings-bell').shadowRoot.querySelector('[title=Archive]').removeAttribute('title')");
        page.evaluate("document.querySelector('tidings-bell').style.setProperty('--tidings-soft', '#ccc')");
        assertThat(violations())
                .anyMatch(one -> one.startsWith("button-name"))
                .anyMatch(one -> one.startsWith("color-contrast"));
    }

    private void give(String arguments) {
        page.evaluate("give(" + arguments + "), 0");
    }

    private void show(String arguments) {
        give(arguments);
        bell.bell().click();
        assertThat(bell.panel()).isVisible();
    }

    /** What changes from light to dark is given the time to have done so. */
    private List<String> violations() {
        List<String> found = run();
        for (int tries = 0; tries < PATIENCE && !found.isEmpty(); tries++) {
            page.waitForTimeout(100);
            found = run();
        }
        return found;
    }

    @SuppressWarnings("unchecked")
    private List<String> run() {
        return (List<String>)
                page.evaluate(
                        // The page's own links are as the browser has them.
                        "axe.run({exclude: [['main > a']]}, {resultTypes: ['violations']}).then(found => found.violations.map(one => one.id + ': ' + one.nodes.map(node => node.html).join(' ')))");
    }
}
