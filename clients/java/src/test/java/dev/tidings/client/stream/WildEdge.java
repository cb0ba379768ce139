package dev.tidings.client.stream;

import dev.tidings.client.json.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves the model's log, and fails at random: refuses, cuts, repeats, leaves out, drains. Until it is calm. */
final class WildEdge implements FakeEdge.Script {

    private final ModelLog log;
    private final long seed;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean calm;

    WildEdge(ModelLog log, long seed) {
        this.log = log;
        this.seed = seed;
    }

    void calmDown() {
        calm = true;
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void serve(FakeSocket socket) throws Exception {
        Random random = new Random(seed * 1_000 + connections.incrementAndGet());
        if (!calm && random.nextInt(8) == 0) {
            socket.refuse(random.nextBoolean() ? 503 : 401, "", "{\"code\":\"whatever\"}");
            return;
        }
        new Connection(socket, random).run();
    }

    private final class Connection {

        private final FakeSocket socket;
        private final Random random;
        private final Map<String, Long> sentUpTo = new HashMap<>();
        private final Queue<Json> requests = new ConcurrentLinkedQueue<>();
        private volatile boolean left;
        private String epoch;

        Connection(FakeSocket socket, Random random) {
            this.socket = socket;
            this.random = random;
        }

        void run() throws Exception {
            epoch = log.epoch();
            socket.welcome(epoch, 25);
            Positions resume = Positions.parse(socket.resume());
            for (String channel : ModelLog.CHANNELS) {
                if (!channel.startsWith("public:") || resume.of(channel).isPresent()) {
                    subscribe(channel, resume.of(channel).orElse(null), "");
                }
            }
            Thread.ofVirtual().start(this::read);
            int steps = 20 + random.nextInt(200);
            while (!left && (calm || steps-- > 0)) {
                step();
            }
            if (left) {
                return;
            }
            switch (random.nextInt(4)) {
                case 0 -> socket.drop();
                case 1 -> socket.close(1012);
                case 2 -> socket.close(4001);
                default -> socket.close(1011);
            }
        }

        private void step() throws Exception {
            if (!log.epoch().equals(epoch)) {
                epoch = log.epoch();
                for (String channel : sentUpTo.keySet()) {
                    lose(channel, "");
                }
            }
            for (Json request = requests.poll(); request != null; request = requests.poll()) {
                String channel = request.get("channel").text("");
                Position from = request.get("epoch").isNull()
                        ? null
                        : new Position(
                                channel,
                                request.get("epoch").text(""),
                                request.get("offset").integer().getAsLong());
                subscribe(channel, from, ",\"ref\":" + request.get("ref"));
            }
            boolean idle = true;
            for (String channel : sentUpTo.keySet()) {
                idle &= !sendNext(channel);
            }
            if (idle) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            if (!calm && random.nextInt(60) == 0) {
                socket.send("{\"type\":\"draining\",\"retryAfter\":0.02}");
            }
            if (!calm && random.nextInt(60) == 0) {
                socket.send(random.nextBoolean() ? "no JSON {" : "{\"type\":\"of-a-later-version\"}");
            }
        }

        private boolean sendNext(String channel) throws IOException {
            long sent = sentUpTo.get(channel);
            Long offset = log.after(epoch, channel, sent);
            if (offset == null) {
                return false;
            }
            sentUpTo.put(channel, offset);
            long before = log.before(epoch, channel, offset);
            int times = calm ? 1 : new int[] {0, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}[random.nextInt(12)];
            for (int i = 0; i < times; i++) {
                socket.event(channel, offset, before);
            }
            return true;
        }

        private void subscribe(String channel, Position from, String ref) throws IOException {
            if (from == null) {
                sentUpTo.put(channel, log.head());
                socket.subscribed(channel, sentUpTo.get(channel), ref);
            } else if (!from.epoch().equals(epoch)) {
                lose(channel, ref);
            } else {
                sentUpTo.put(channel, from.offset());
                socket.subscribed(channel, from.offset(), AgainstFakeEdge.RECOVERED + ref);
            }
        }

        private void lose(String channel, String ref) throws IOException {
            sentUpTo.put(channel, log.head());
            String more = ",\"recovered\":false,\"reason\":\"epoch\",\"epoch\":\"%s\"%s".formatted(epoch, ref);
            socket.subscribed(channel, sentUpTo.get(channel), more);
        }

        private void read() {
            try {
                while (true) {
                    Json message = Json.parse(socket.receive());
                    if (message.get("type").text("").equals("subscribe")) {
                        requests.add(message);
                    }
                }
            } catch (IOException e) {
                left = true;
            }
        }
    }
}
