/** What an operator sees of a running stack: a real Prometheus, our rules, our dashboards, and troubles that are real. */
package dev.tidings.e2e.observability;
