package dev.tidings.auth.oauth;

import dev.tidings.auth.TestLog;
import dev.tidings.auth.TestProvider;
import dev.tidings.auth.TestSettings;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same of the service as it is packaged. */
@QuarkusIntegrationTest
@WithTestResource(TestLog.class)
@WithTestResource(TestProvider.class)
@WithTestResource(TestSettings.class)
class ServerMetadataIT extends ServerMetadataTest {}
