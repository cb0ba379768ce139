package dev.tidings.notifications.feed;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same of the service as it is packaged. */
@QuarkusIntegrationTest
class FeedIT extends FeedTest {}
