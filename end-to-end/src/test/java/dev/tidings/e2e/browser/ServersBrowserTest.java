package dev.tidings.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import dev.tidings.e2e.Edges;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An edge is killed; and tabs that share one connection lose the one that holds it. */
@Timeout(180)
class ServersBrowserTest {

    private static final int TABS = 10;

    private final Browsing ann = Browsing.asSomeone();

    @AfterEach
    void close() {
        ann.close();
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
        Page leader = connected.iterator().next();
        tabs.removeIf(tab -> tab.page.equals(leader));
        leader.close();
        ann.backend.notify(ann.user, "two");
        tabs.forEach(tab -> tab.whenUnread(2).whenOpen());
        assertThat(connected).hasSize(1).doesNotContain(leader);
        tabs.getFirst().page.evaluate("tidings.feed().readAll()");
        tabs.forEach(tab -> tab.whenUnread(0));
        tabs.forEach(tab -> assertThat(tab.titles()).containsExactly("two", "one"));
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
