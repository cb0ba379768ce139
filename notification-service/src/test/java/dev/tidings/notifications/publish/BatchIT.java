package dev.tidings.notifications.publish;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same of the service as it is packaged. */
@QuarkusIntegrationTest
class BatchIT extends BatchTest {}
