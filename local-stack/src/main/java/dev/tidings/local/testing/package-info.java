/** What the tests of the services share: one Kafka and one PostgreSQL a JVM. */
package dev.tidings.local.testing;
