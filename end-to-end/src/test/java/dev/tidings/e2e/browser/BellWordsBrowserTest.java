package dev.tidings.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every word that the bell says, and when it says nothing; of what the page gives it, in a time that the test moves. */
@Timeout(180)
class BellWordsBrowserTest {

    private static final int QUIET_MILLIS = 5_000;
    private static final int TROUBLE_MILLIS = 5_000;

    private final Browsing someone = Browsing.asSomeone().withStoppedClock();
    private BellPage bell;
    private Page page;

    @BeforeEach
    void open() {
        bell = someone.bare();
        page = bell.page;
        page.evaluate("give([{title: 'Order 17 shipped'}])");
    }

    @AfterEach
    void close() {
        someone.close();
    }

    @Test
    void thereIsOneAnnouncementInFiveSecondsAndItGathers() {
        arrive("{}");
        assertThat(bell.announced()).containsExactly("1 new notification");
        arrive("{}");
        arrive("{}");
        page.clock().runFor(QUIET_MILLIS - 100);
        assertThat(bell.announced()).hasSize(1);
        page.clock().runFor(200);
        assertThat(bell.announced()).containsExactly("1 new notification", "2 new notifications");
    }

    @Test
    void aCriticalOneIsSaidAtOnceByItsTitle() {
        arrive("{}");
        arrive("{title: 'Fire in hall 4', priority: 'critical'}");
        assertThat(bell.announced()).containsExactly("1 new notification", "Fire in hall 4");
        assertThat(page.locator("tidings-bell [role=alert]")).hasText("Fire in hall 4");
    }

    @Test
    void aTabInTheBackgroundIsSilent() {
        page.evaluate("Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true})");
        arrive("{}");
        arrive("{priority: 'critical'}");
        page.clock().runFor(QUIET_MILLIS);
        assertThat(bell.announced()).isEmpty();
        page.evaluate(
                "Object.defineProperty(document, 'visibilityState', {value: 'visible', configurable: true}); document.dispatchEvent(new Event('visibilitychange'))");
        page.clock().runFor(2 * QUIET_MILLIS);
        assertThat(bell.announced()).as("nor afterwards").isEmpty();
    }

    @Test
    void openingMarksSeenAndOnlyWhereSomebodyCanLook() {
        page.evaluate(
                "Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true, writable: true})");
        page.evaluate("""
                window.told = []
                const feed = give([{seen: false}])
                feed.seen = async items => { told.push('seen ' + items.length) }
                feed.read = async () => { told.push('read') }
                0""");
        bell.bell().click();
        assertThat(bell.rows()).hasCount(1);
        page.clock().runFor(1_000);
        assertThat(page.evaluate("told.length")).isEqualTo(0);
        page.evaluate("document.visibilityState = 'visible'; document.dispatchEvent(new Event('visibilitychange'))");
        assertThat(page.evaluate("told.join()")).isEqualTo("seen 1");
    }

    @Test
    void whatTheReaderDoesIsNotAnnouncedUnlessItFails() {
        bell.bell().click();
        bell.rows().first().getByLabel("Mark as read").click();
        bell.rows().first().getByLabel("Archive").click();
        assertThat(bell.panel().getByText("Archived.")).isVisible();
        assertThat(bell.announced()).isEmpty();
        page.evaluate("give([{}]).read = async () => { throw new Error('refused') }, 0");
        bell.rows().first().getByLabel("Mark as read").click();
        assertThat(bell.panel().getByText("That did not work. Try again.")).isVisible();
        assertThat(bell.announced()).containsExactly("That did not work. Try again.");
    }

    @Test
    void troubleIsSilentForFiveSecondsAndThenSaidWhileTheCountStays() {
        page.evaluate("give([{}], 1, {state: 'waiting', way: null, reason: null})");
        bell.bell().click();
        page.clock().runFor(TROUBLE_MILLIS - 100);
        assertThat(bell.panel().getByText("No connection")).isHidden();
        page.clock().runFor(200);
        assertThat(bell.panel().getByText("No connection. This may not be the latest."))
                .isVisible();
        assertThat(bell.bell()).hasAccessibleDescription("No connection. This may not be the latest.");
        assertThat(bell.bell()).hasAccessibleName("Notifications, 1 unread");
    }

    @Test
    void whoWasSignedOutIsToldSo() {
        page.evaluate("give([], 0, {state: 'stopped', way: null, reason: 'revoked'})");
        bell.bell().click();
        page.clock().runFor(TROUBLE_MILLIS);
        assertThat(bell.panel().getByText("You have been signed out. Reload the page to go on."))
                .isVisible();
    }

    @Test
    void whoTakesTheClientAwayLeavesNothingOfItsUser() {
        page.evaluate("give([{title: 'Secret'}], 3, {state: 'waiting', way: null, reason: null})");
        bell.bell().click();
        bell.rows().first().getByLabel("Archive").click();
        page.clock().runFor(TROUBLE_MILLIS);
        assertThat(bell.panel().getByText("Archived.")).isVisible();
        assertThat(bell.panel().getByText("No connection")).isVisible();
        page.evaluate("document.querySelector('tidings-bell').client = null");
        assertThat(bell.bell()).hasAccessibleName("Notifications");
        assertThat(bell.bell()).hasAccessibleDescription("");
        assertThat(bell.bell().locator(".badge")).isHidden();
        assertThat(page.title()).isEqualTo("A page");
        assertThat(bell.panel()).isHidden();
        assertThat(bell.bell()).isFocused();
        bell.bell().click();
        assertThat(bell.rows()).hasCount(0);
        for (String gone :
                List.of("Archived.", "No connection", "Mark all as read", "Nothing here yet", "Loading", "Secret")) {
            assertThat(bell.panel().getByText(gone)).isHidden();
        }
        page.clock().runFor(TROUBLE_MILLIS);
        assertThat(bell.announced()).isEmpty();
    }

    @Test
    void moreThanNinetyNineAreManyOnlyToTheEye() {
        page.evaluate("give([{}], 100)");
        assertThat(bell.bell().locator(".badge")).hasText("99+");
        assertThat(bell.bell()).hasAccessibleName("Notifications, 100 unread");
    }

    @Test
    void anEmptyFeedSaysThatItIs() {
        page.evaluate("give([])");
        bell.bell().click();
        assertThat(bell.panel().getByText("Nothing here yet. New notifications show up by themselves."))
                .isVisible();
        assertThat(bell.bell()).hasAccessibleName("Notifications");
    }

    @Test
    void aPageReplacesTheWordsThatItWantsTo() {
        page.evaluate("""
                document.querySelector('tidings-bell').strings =
                  { title: 'Benachrichtigungen', label: unread => `Benachrichtigungen, ${unread} ungelesen` }""");
        assertThat(bell.bell()).hasAccessibleName("Benachrichtigungen, 1 ungelesen");
        bell.bell().click();
        assertThat(bell.panel()).hasAccessibleName("Benachrichtigungen");
        assertThat(bell.panel().getByText("Mark all as read")).isVisible();
    }

    @Test
    void onlyLinksOfTheWebAreFollowed() {
        page.evaluate("""
                give([{title: 'code', url: 'javascript:alert(1)', actions: [{label: 'Run', url: 'data:text/html,x'}]},
                      {title: 'web', url: 'https://example.com/x'}, {title: 'page', url: 'there'}])""");
        bell.bell().click();
        assertThat(bell.rows().nth(0).locator("a")).hasCount(0);
        assertThat(bell.rows().nth(1).locator("a")).hasAttribute("href", "https://example.com/x");
        assertThat(bell.rows().nth(2).locator("a")).hasAttribute("href", someone.stack.url() + "/bell-test/there");
    }

    @Test
    void aTimeIsATimeAndSaysHowLongAgo() {
        page.evaluate("give([{createdAt: new Date(Date.now() - 300_000).toISOString()}])");
        bell.bell().click();
        assertThat(bell.rows().locator("time")).hasText("5 minutes ago");
        assertThat(bell.rows().locator("time").getAttribute("datetime")).endsWith("Z");
    }

    @Test
    void aPageThatAsksForItHasTheCountOnItsIcon() {
        page.evaluate("""
                navigator.setAppBadge = async count => { window.onIcon = count }
                document.querySelector('tidings-bell').setAttribute('app-badge', '')
                give([{}], 7)""");
        assertThat(page.evaluate("onIcon")).isEqualTo(7);
        assertThat(page.title()).isEqualTo("(7) A page");
    }

    @Test
    void whoeverClosesThePanelIsBackAtTheBell() {
        bell.bell().focus();
        page.keyboard().press("Enter");
        bell.panel().getByLabel("Close").click();
        assertThat(bell.bell()).isFocused();
        bell.bell().click();
        page.getByText("After").click();
        assertThat(bell.panel()).isHidden();
    }

    private void arrive(String item) {
        page.evaluate("arrive(" + item + ")");
    }
}
