package dev.tidings.notifications.preferences;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same of the service as it is packaged. */
@QuarkusIntegrationTest
class PreferencesIT extends PreferencesTest {}
