package io.jenkins.plugins.lockstep.plan;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program that proves something, and how to read what it says. It runs in the root of a clean
 * checkout.
 *
 * @param name unique in its phase
 * @param command argument vector; a plan's one-line command is run as {@code sh -c <line>}
 * @param format {@code sarif}, {@code junit}, {@code checkstyle}, {@code parser}, {@code regex} or
 *     {@code exit}
 * @param parser the named parser, for {@code parser}: a name of violations-lib's {@code Parser}
 * @param pattern for {@code regex}: with named groups file, line, column, code, message
 * @param report glob of the files to read; empty to read what the command prints
 * @param config files that configure the tool: protected, and part of the content key
 * @param environment added to the tool's
 * @param timeout null for the plan's limit
 */
public record Tool(
        String name,
        List<String> command,
        String format,
        String parser,
        String pattern,
        String report,
        List<String> config,
        Map<String, String> environment,
        Duration timeout) {}
