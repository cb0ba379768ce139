package dev.tidings.notifications.operations;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same of the service as it is packaged. */
@QuarkusIntegrationTest
class OpenApiIT extends OpenApiTest {}
