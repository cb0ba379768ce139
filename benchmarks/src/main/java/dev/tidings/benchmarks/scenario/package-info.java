/** One class a question, one command a class. */
package dev.tidings.benchmarks.scenario;
