package dev.tidings.edge;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same of the service as it is packaged. */
@QuarkusIntegrationTest
class RevocationIT extends RevocationTest {}
