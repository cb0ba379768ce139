package dev.tidings.notifications.consistency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidings.contract.event.CloudEvent;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.QuickClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** A device that does whatever comes to its mind; now and then it is a backend that publishes. Of one thread. */
final class Device {

    static final List<String> CATEGORIES = List.of("", "orders", "news");

    /** Who is deleted now and then, and mutes nothing: preferences are no event, so the log does not say what came first. */
    static final String DELETED = "eve";

    private static final List<String> SETS = List.of(
            "{\"read\":true}",
            "{\"read\":false}",
            "{\"archived\":true}",
            "{\"archived\":false}",
            "{\"seen\":true}",
            "{\"read\":false,\"archived\":true}");

    private final Shared shared;
    private final Person person;
    private final Random random;

    /** The newest position of the user's channel that this device was told. */
    private long position = -1;

    Device(Shared shared, Person person, Random random) {
        this.shared = shared;
        this.person = person;
        this.random = random;
    }

    void step() throws Exception {
        switch (random.nextInt(19)) {
            case 0, 1, 2 -> publish(people(), "");
            case 3, 4, 5 -> publish("{\"everyone\":true}", "");
            case 6 -> publishForAMoment();
            case 7, 8 -> look();
            case 9 -> said("POST", verb(), "{" + inCategory("") + "}");
            case 10, 11 -> upToSomewhere();
            case 12, 13 -> said("PATCH", "/items/" + shared.anyId(random), pick(SETS, ""));
            case 14, 15 -> said("POST", "/items:batch", "{\"ids\":[" + someIds() + "],\"set\":" + pick(SETS, "") + "}");
            case 16 -> mute();
            case 17 -> sendAgain();
            default -> delete();
        }
    }

    private void publish(String to, String more) throws Exception {
        String category = pick(CATEGORIES, "");
        boolean critical = random.nextInt(5) == 0;
        long began = System.nanoTime();
        QuickClient.Answer answer = shared.backend
                .post(
                        "/v1/notifications",
                        "{\"to\":%s,\"title\":\"t\"%s%s%s}"
                                .formatted(
                                        to,
                                        category.isEmpty() ? "" : ",\"category\":\"" + category + "\"",
                                        critical ? ",\"priority\":\"critical\"" : "",
                                        more))
                .of(more.isEmpty() ? new Integer[] {202} : new Integer[] {202, 400});
        if (answer.status() == 400) {
            return; // It has expired on its way.
        }
        String id = answer.json().get("id").textValue();
        note(
                answer.json(),
                to,
                new Mutings.Published(id, category, critical, new Mutings.Span(began, System.nanoTime())),
                !more.isEmpty());
    }

    private void note(JsonNode answer, String to, Mutings.Published published, boolean expires) {
        Set<String> channels = answer.get("positions")
                .valueStream()
                .map(position -> position.get("channel").textValue())
                .collect(Collectors.toSet());
        Map<String, Boolean> reached = shared.people.stream()
                .map(someone -> someone.name)
                .filter(name -> to.contains("\"" + name + "\""))
                .collect(Collectors.toMap(name -> name, name -> channels.contains("user:" + name)));
        shared.add(new Shared.Sent(
                published,
                expires,
                channels.stream().map(channel -> shared.app + "/" + channel).toList(),
                reached));
    }

    /** As a producer does that does not know whether it had written it. What came first is the item. */
    private void sendAgain() throws Exception {
        List<Shared.Sent> all =
                shared.sent().stream().filter(one -> !one.expires()).toList();
        if (!all.isEmpty()) {
            Shared.Sent one = all.get(random.nextInt(all.size()));
            for (String key : one.keys()) {
                if (!key.endsWith(":" + DELETED)) {
                    Log.write(
                            key,
                            CloudEvent.of(
                                    one.published().id(),
                                    "/again",
                                    "notification.created",
                                    Instant.now(),
                                    JsonNodeFactory.instance.objectNode().put("title", "again")));
                }
            }
        }
    }

    /** Where the feed is, and exactly at each item that it shows. */
    private void look() throws Exception {
        JsonNode feed = person.client.get("/v1/feed?limit=5").of(200).json();
        String resume = feed.get("resume").textValue();
        person.resumes.add(resume);
        position = Math.max(position, ofOwn(resume));
        for (JsonNode item : feed.get("items")) {
            String channel = item.get("channel").textValue();
            person.resumes.add(
                    resume.replaceFirst(";" + channel + "~[0-9]+", ";" + channel + "~" + item.get("offset")));
        }
    }

    private static long ofOwn(String resume) {
        return Long.parseLong(resume.split(";", -1)[1].split("~", -1)[1]);
    }

    private void publishForAMoment() throws Exception {
        Instant expiresAt = Instant.now().plusMillis(300 + random.nextInt(1_500));
        shared.expiries.add(expiresAt);
        publish(random.nextBoolean() ? "{\"everyone\":true}" : people(), ",\"expiresAt\":\"" + expiresAt + "\"");
    }

    /** Somebody, or several. */
    private String people() {
        return shared.people.stream()
                .map(someone -> someone.name)
                .filter(name -> name.equals(person.name) || random.nextBoolean())
                .collect(Collectors.joining("\",\"", "{\"users\":[\"", "\"]}"));
    }

    /** Any position that this user ever had, of both channels or of one. */
    private void upToSomewhere() throws Exception {
        String resume = pick(person.resumes, "");
        if (!resume.isEmpty()) {
            String[] parts = resume.split(";", -1);
            String upTo = pick(List.of(resume, resume, parts[0] + ";" + parts[1], parts[0] + ";" + parts[2]), "");
            said("POST", verb(), "{\"upTo\":\"" + upTo + "\"" + inCategory(",") + "}");
        }
    }

    private void mute() throws Exception {
        if (person.name.equals(DELETED)) {
            return;
        }
        Set<String> muted = CATEGORIES.stream()
                .filter(category -> !category.isEmpty() && random.nextInt(3) == 0)
                .collect(Collectors.toSet());
        String body = muted.stream().collect(Collectors.joining("\",\"", "{\"muted\":[\"", "\"]}"));
        synchronized (person) {
            long began = System.nanoTime();
            while (person.client
                            .call("PUT", "/v1/preferences", muted.isEmpty() ? "{\"muted\":[]}" : body)
                            .of(200, 503)
                            .status()
                    == 503) {
                Thread.onSpinWait();
            }
            shared.mutings.add(new Mutings.Put(person.name, muted, new Mutings.Span(began, System.nanoTime())));
        }
    }

    /** Mostly somebody who has nothing. */
    private void delete() throws Exception {
        String whom = random.nextInt(4) == 0 ? DELETED : "nobody" + random.nextInt(3);
        shared.backend.call("DELETE", "/v1/users/" + whom, "").of(200, 202);
    }

    private String someIds() {
        String some = shared.sent().stream()
                .filter(one -> random.nextInt(4) == 0)
                .limit(20)
                .map(one -> "\"" + one.published().id() + "\"")
                .collect(Collectors.joining(","));
        return some.isEmpty() ? "\"nothing\"" : some;
    }

    private String verb() {
        return random.nextBoolean() ? "/read" : "/seen";
    }

    private String inCategory(String separator) {
        String category = pick(CATEGORIES, "");
        return category.isEmpty() ? "" : separator + "\"category\":\"" + category + "\"";
    }

    private String pick(List<String> from, String otherwise) {
        return from.isEmpty() ? otherwise : from.get(random.nextInt(from.size()));
    }

    /**
     * What has expired or is another's is not there; that the view is slow at the moment is no fault. Where it says that it
     * has what was said, it has more than whoever said it had seen before.
     */
    private void said(String method, String path, String body) throws Exception {
        QuickClient.Answer answer =
                person.client.call(method, "/v1/feed" + path, body).of(200, 202, 404);
        if (answer.json().isMissingNode()) {
            throw new AssertionError("no body");
        }
        if (answer.status() == 200) {
            long asOf = ofOwn(answer.json().get("asOf").textValue());
            if (asOf <= position) {
                throw new AssertionError("as of " + asOf + ", and this was said after " + position);
            }
            position = asOf;
        }
    }
}
