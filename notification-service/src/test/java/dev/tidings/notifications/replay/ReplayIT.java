package dev.tidings.notifications.replay;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same of the service as it is packaged. */
@QuarkusIntegrationTest
class ReplayIT extends ReplayTest {}
