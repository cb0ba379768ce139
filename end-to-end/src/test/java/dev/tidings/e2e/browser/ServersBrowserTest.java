package dev.tidings.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import dev.tidings.e2e.Edges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An edge is killed; and tabs that share one connection lose the one that holds it. */
@Timeout(180)
class ServersBrowserTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TABS = 10;
    /** So many of them are closed, one after the other. */
    private static final int LEADERS = 3;
    /** By the front door, where no edge answers. */
    private static final int MOST_ASKED_MILLIS = 5_000;

    /** Of a page, until it is back: {@code {wait, chance}} for each wait of its backoff, {@code {attempt}} for each connection. */
    private static final String NOTES = """
            window.notes = []
            window.isBack = false
            let chance = null
            const note = one => window.isBack || window.notes.push(one)
            const { setTimeout: later, fetch: ask, WebSocket: Socket } = window
            const { random } = Math
            Math.random = () => (chance = random())
            window.setTimeout = (action, wait, ...rest) => {
              if (chance !== null) note({ wait, chance })
              chance = null
              return later(action, wait, ...rest)
            }
            window.WebSocket = class extends Socket {
              constructor(...address) {
                super(...address)
                note({ attempt: 'websocket' })
              }
            }
            window.fetch = (address, options) => {
              // Not the polls that follow the first.
              if (/\\/v1\\/stream(?!.*wait=25)/.test(address)) note({ attempt: options.headers.Accept })
              return ask(address, options)
            }""";

    private final Browsing ann = Browsing.asSomeone();

    @AfterEach
    void close() {
        ann.close();
    }

    /**
     * No wall clock: each wait that the page plans is noted with the chance that was drawn for it, and each attempt. So it can be
     * said that they take turns, that the waits are drawn from ceilings that double, and that nothing but the one wait which was
     * running lies between an edge that serves and the page that is back.
     */
    @Test
    void whenEveryEdgeIsGoneItWaitsLongerEachTimeAndIsBackAtTheFirstAttemptThatCanSucceed() {
        ann.context.addInitScript(NOTES);
        BellPage page = ann.bell().whenOpen();
        // The one that it uses goes last, or it would be with the other in between.
        List<String> edges = new ArrayList<>(List.of("realtime-edge-1", "realtime-edge-2"));
        List<String> inUse = edgesInUse();
        edges.removeAll(inUse);
        edges.addAll(inUse);
        page.page.evaluate(
                "notes = [], tidings.status.subscribe(({ state }) => (isBack = notes.length && state === 'open')), 0");
        edges.forEach(edge -> ann.stack.tidings("stop", "--kill", edge));
        ann.backend.notify(ann.user, "while none was there");
        page.when("notes.filter(note => note.wait).length >= 4");
        ann.stack.tidings("start", edges.getFirst());
        int before = attempts(page);
        page.whenOpen().whenUnread(1);
        ann.stack.tidings("start", edges.getLast());
        // One may have been under way while the edge was being started.
        assertThat(attempts(page) - before)
                .as("attempts, once it could be reached")
                .isBetween(0, 1);
        List<JsonNode> notes = notes(page);
        for (int i = 0; i < notes.size(); i++) {
            assertThat(notes.get(i).has("wait"))
                    .as("waits and attempts take turns: %s", notes)
                    .isEqualTo(i % 2 == 0);
        }
        int failures = 0;
        for (JsonNode note : notes) {
            if (note.has("wait")) {
                double ceiling = Math.min(30_000, 500 * Math.pow(2, failures++));
                double drawn = note.path("chance").asDouble() * ceiling;
                // Over HTTP a server says how long it wants to be left alone, which may be longer.
                double asked = note.path("wait").asDouble() > drawn + 1 ? MOST_ASKED_MILLIS : 0;
                assertThat(note.path("wait").asDouble())
                        .as("wait %s of %s", failures, notes)
                        .isBetween(drawn - 1, Math.max(drawn + 1, asked));
            }
        }
    }

    @Test
    void aKilledEdgeIsSurvivedWithNothingMissedAndNothingTwice() {
        BellPage page = ann.bell().whenOpen();
        ann.backend.notify(ann.user, "before");
        page.whenUnread(1);
        List<String> killed = edgesInUse();
        assertThat(killed).isNotEmpty();
        killed.forEach(edge -> ann.stack.tidings("stop", "--kill", edge));
        ann.backend.notify(ann.user, "while it was away");
        killed.forEach(edge -> ann.stack.tidings("start", edge));
        page.whenOpen().whenUnread(2);
        ann.backend.notify(ann.user, "after");
        page.whenUnread(3);
        assertThat(page.titles()).containsExactly("after", "while it was away", "before");
    }

    @Test
    void anEdgeThatGoesIsLeftForAnotherWithoutAMomentInBetween() {
        BellPage page = ann.bell().whenOpen();
        page.page.evaluate("window.states = []; tidings.status.subscribe(status => states.push(status.state))");
        AtomicInteger sockets = new AtomicInteger();
        page.page.onWebSocket(socket -> sockets.incrementAndGet());
        List<String> edges = edgesInUse();
        assertThat(edges).isNotEmpty();
        for (String edge : edges) {
            Thread stopping = Thread.startVirtualThread(() -> ann.stack.tidings("stop", edge));
            ann.backend.notify(ann.user, "while it goes");
            page.page.waitForCondition(() -> !stopping.isAlive());
            ann.stack.tidings("start", edge);
        }
        page.whenUnread(edges.size());
        assertThat(sockets.get()).as("it has moved").isPositive();
        assertThat(page.page.evaluate("states.every(state => state === 'open')"))
                .as("it was always connected")
                .isEqualTo(true);
    }

    @Test
    void tenTabsHaveOneConnectionAndAnotherTakesOverWhenItsTabIsClosed() {
        Set<Page> connected = new HashSet<>();
        ann.context.onPage(page -> {
            page.onWebSocket(socket -> {
                connected.add(page);
                socket.onClose(closed -> connected.remove(page));
            });
            page.onClose(connected::remove);
        });
        List<BellPage> tabs = new ArrayList<>();
        for (int i = 0; i < TABS; i++) {
            tabs.add(ann.bell().whenOpen());
        }
        assertThat(connected).hasSize(1);
        ann.backend.notify(ann.user, "one");
        tabs.forEach(tab -> tab.whenUnread(1));
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < LEADERS; i++) {
            Page leader = connected.iterator().next();
            tabs.removeIf(tab -> tab.page.equals(leader));
            long from = System.nanoTime();
            leader.close();
            tabs.getFirst().page.waitForCondition(() -> !connected.isEmpty() && !connected.contains(leader));
            shortest = Math.min(shortest, System.nanoTime() - from);
        }
        // A machine may be busy with something else for once, but not three times.
        assertThat(Duration.ofNanos(shortest)).as("until another tab connects").isLessThan(Duration.ofSeconds(2));
        ann.backend.notify(ann.user, "two");
        tabs.forEach(tab -> tab.whenUnread(2).whenOpen());
        assertThat(connected).hasSize(1);
        tabs.getFirst().page.evaluate("tidings.feed().readAll()");
        tabs.forEach(tab -> tab.whenUnread(0));
        tabs.forEach(tab -> assertThat(tab.titles()).containsExactly("two", "one"));
    }

    private static int attempts(BellPage page) {
        return ((Number) page.page.evaluate("notes.filter(note => note.attempt).length")).intValue();
    }

    private static List<JsonNode> notes(BellPage page) {
        try {
            List<JsonNode> notes = new ArrayList<>();
            JSON.readTree((String) page.page.evaluate("JSON.stringify(notes)")).forEach(notes::add);
            return notes;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> edgesInUse() {
        List<String> edges = new ArrayList<>();
        for (JsonNode process : ann.stack.status().path("processes")) {
            String name = process.path("name").asText();
            if (name.startsWith("realtime-edge")
                    && Edges.openSockets(process.path("url").asText()) > 0) {
                edges.add(name);
            }
        }
        return edges;
    }
}
