package dev.tidings.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bell with nothing but a keyboard: from the page into it, to each of its controls, and out again. */
@Timeout(120)
class BellKeyboardBrowserTest {

    /** More than there are controls: a walk that comes to no end is one that goes in circles. */
    private static final int MOST_STEPS = 60;

    private static final String OUTSIDE = "(the page)";

    private static final String EVERYTHING = """
            give([{title: 'A', url: '/orders/17', actions: [{label: 'Track', url: '/track'}]}, {title: 'B', read: true}],
              2, {state: 'open', way: 'websocket', reason: null}, {hasMore: true})""";

    /** What each control does, by its name, in the order of a walk by Tab. */
    private static final Map<String, String> DEEDS = deeds();

    private final Browsing someone = Browsing.asSomeone().withStoppedClock();
    private BellPage bell;
    private Page page;
    private Keyboard keyboard;

    @BeforeEach
    void open() {
        bell = someone.bare();
        page = bell.page;
        keyboard = page.keyboard();
        page.evaluate("""
                document.querySelector('tidings-bell').addEventListener('tidings-navigate', event => {
                  event.preventDefault()
                  told.push('go to ' + new URL(event.detail.url).pathname)
                })
                // Where the focus is within the bell, by the name of what has it, and of its item.
                window.focused = () => {
                  const at = document.querySelector('tidings-bell').shadowRoot.activeElement
                  if (!at) return '%s'
                  const title = at.closest('li')?.querySelector('.title').lastChild.textContent
                  return (title ? title + ': ' : '') + (at.getAttribute('aria-label') ?? at.textContent)
                }""".formatted(OUTSIDE));
    }

    @AfterEach
    void close() {
        someone.close();
    }

    @Test
    void tabGoesToEveryControlInTheOrderInWhichTheyAreRead() {
        fill();
        assertThat(walk("Tab")).containsExactlyElementsOf(DEEDS.keySet());
        assertThat(page.evaluate("document.activeElement.textContent")).isEqualTo("After");
        List<String> back = walk("Shift+Tab");
        assertThat(back.reversed()).as("and the same way back").containsExactlyElementsOf(DEEDS.keySet());
        assertThat(page.evaluate("document.activeElement.textContent")).isEqualTo("Before");
    }

    @Test
    void nothingIsForTheMouseAlone() {
        someone.context.addInitScript("""
                window.listening = new Set()
                const { addEventListener } = EventTarget.prototype
                EventTarget.prototype.addEventListener = function (type, ...rest) {
                  if (/^(click|mouse|pointer|touch|dbl)/.test(type)) listening.add(this)
                  return addEventListener.call(this, type, ...rest)
                }""");
        open();
        fill();
        page.evaluate("""
                window.visited = new Set()
                document.querySelector('tidings-bell').shadowRoot.addEventListener('focusin', event => visited.add(event.target))""");
        walk("Tab");
        assertThat(page.evaluate("""
                (() => {
                  const root = document.querySelector('tidings-bell').shadowRoot
                  const native = [...root.querySelectorAll('a, button, input, select, textarea, summary, [onclick], [role=button], [tabindex="0"]')]
                  const heard = [...listening].filter(target => root.contains(target) && target !== root)
                  return [...new Set([...native, ...heard])].filter(one => one.checkVisibility() && !visited.has(one)).map(one => one.outerHTML)
                })()""")).isEqualTo(List.of());
        assertThat(page.evaluate("visited.size")).isEqualTo(DEEDS.size());
    }

    @Test
    void enterDoesWhatEachControlIsFor() {
        eachDoes("Enter");
    }

    /** Of a link, as everywhere, it only scrolls. */
    @Test
    void andSoDoesSpaceOfEachButton() {
        eachDoes("Space");
    }

    @Test
    void theBellOpensAndClosesAndEscapeGivesTheFocusBackFromEverywhere() {
        for (String key : List.of("Enter", "Space")) {
            page.evaluate(EVERYTHING);
            bell.bell().focus();
            keyboard.press(key);
            assertThat(bell.panel()).isFocused();
            assertThat(bell.bell()).hasAttribute("aria-expanded", "true");
            keyboard.press("Escape");
            assertThat(bell.panel()).isHidden();
            assertThat(bell.bell()).hasAttribute("aria-expanded", "false");
            assertThat(bell.bell()).isFocused();
        }
        for (String control : DEEDS.keySet()) {
            fill();
            tabTo(control);
            keyboard.press("Escape");
            assertThat(bell.panel()).isHidden();
            assertThat(bell.bell()).isFocused();
        }
    }

    @Test
    void arrowsGoFromItemToItemAndStayAtTheEnds() {
        page.evaluate("give([{title: 'a'}, {title: 'b'}, {title: 'c'}])");
        bell.bell().focus();
        keyboard.press("Enter");
        List<String> at = new ArrayList<>();
        for (String key :
                List.of("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp")) {
            keyboard.press(key);
            at.add(focused().substring(0, 1));
        }
        assertThat(at).containsExactly("a", "b", "c", "c", "b", "a", "a");
        keyboard.press("Tab");
        assertThat(focused()).as("from the item to what can be done with it").isEqualTo("a: Mark as read");
    }

    private void eachDoes(String key) {
        DEEDS.forEach((control, deed) -> {
            if (key.equals("Space") && deed.startsWith("go to")) {
                return;
            }
            fill();
            page.evaluate("told.length = 0");
            tabTo(control);
            keyboard.press(key);
            switch (deed) {
                case "close" -> assertThat(bell.panel()).isHidden();
                case "show" -> assertThat(bell.rows()).hasCount(3);
                default ->
                    assertThat((List<?>) page.evaluate("told")).as(control).anyMatch(deed::equals);
            }
        });
    }

    /** The panel is open with all that it can have, an item held back and an undo too; and the focus is before the bell. */
    private void fill() {
        if (bell.panel().isVisible()) {
            bell.panel().getByLabel("Close").click();
        }
        page.evaluate(EVERYTHING);
        bell.bell().click();
        assertThat(bell.rows()).hasCount(2);
        page.evaluate("add([{title: 'Held back'}])");
        bell.rows().last().getByLabel("Archive").click();
        assertThat(bell.panel().getByText("Undo")).isVisible();
        page.getByText("Before").focus();
    }

    private void tabTo(String control) {
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            keyboard.press("Tab");
            if (focused().equals(control)) {
                return;
            }
        }
        throw new AssertionError("Tab doesn't come to " + control);
    }

    /** What has the focus, one after the other, from where it is until it is out of the bell again. */
    private List<String> walk(String key) {
        List<String> walked = new ArrayList<>();
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            keyboard.press(key);
            String at = focused();
            if (at.equals(OUTSIDE)) {
                return walked;
            }
            walked.add(at);
        }
        throw new AssertionError("there is no way out: " + walked);
    }

    private String focused() {
        return (String) page.evaluate("focused()");
    }

    private static Map<String, String> deeds() {
        Map<String, String> deeds = new LinkedHashMap<>();
        deeds.put("Notifications, 2 unread", "close");
        deeds.put("Mark all as read", "readAll");
        deeds.put("Close", "close");
        deeds.put("1 new notification", "show");
        deeds.put("A: A", "go to /orders/17");
        deeds.put("A: Mark as read", "read i0");
        deeds.put("A: Archive", "archive i0");
        deeds.put("A: Track", "go to /track");
        deeds.put("B: Mark as unread", "unread i1");
        deeds.put("B: Archive", "archive i1");
        deeds.put("Show older", "more");
        deeds.put("Undo", "unarchive i1");
        return deeds;
    }
}
