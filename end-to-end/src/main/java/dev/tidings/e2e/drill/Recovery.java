package dev.tidings.e2e.drill;

import java.time.Duration;

/** How long it took, from the moment when a fault's end was begun, until each worked again, one asked after the other. */
record Recovery(Duration token, Duration published, Duration heard, Duration viewed) {

    /** Until all of it worked. */
    Duration whole() {
        return viewed;
    }

    String line() {
        return "tokens %s, publishing %s, stream %s, feed %s"
                .formatted(
                        Report.seconds(token),
                        Report.seconds(published),
                        Report.seconds(heard),
                        Report.seconds(viewed));
    }
}
