/** Figures as a table and as JSON, with what is needed to judge them. */
package dev.tidings.benchmarks.report;
