package io.jenkins.plugins.lockstep.cli.init;

/** Files for ESLint: a formatter with one finding a line, and the architecture's limits. */
final class Eslint {
    static final String FORMATTER = Draft.CONFIG + "eslint-lines.cjs";
    static final String FLAT = Draft.CONFIG + "eslint-architecture.config.mjs";
    static final String LEGACY = Draft.CONFIG + "eslintrc-architecture.json";

    /** Reads what the formatter writes. */
    static final String PATTERN =
            "^(?<file>.+?):(?<line>[0-9]+):(?<column>[0-9]+): (?<message>.*) \\[(?<code>[^\\]]*)\\]$";

    static final String FORMATTER_CONTENT =
            """
            // One finding a line, for Lockstep; written by 'lockstep init'.
            module.exports = (results) =>
              results
                .flatMap((result) =>
                  result.messages.map((m) => {
                    const text = m.message.replace(/\\s+/g, " ");
                    const place = `${result.filePath}:${m.line || 0}:${m.column || 0}`;
                    return `${place}: ${text} [${m.ruleId || "syntax"}]\\n`;
                  }),
                )
                .join("");
            """;

    private static final String RULES =
            """
                  "max-lines-per-function": ["error", { "max": 50 }],
                  "max-params": ["error", 5],
                  "max-depth": ["error", 4],
                  "complexity": ["error", 10],
                  "max-lines": ["error", 1000]""";

    private Eslint() {}

    /**
     * For ESLint 9 and later.
     *
     * @param parser the package that reads TypeScript; empty for none
     */
    static String flat(String parser) {
        String imported =
                switch (parser) {
                    case "" -> "";
                    case "typescript-eslint" -> "import { parser } from \"typescript-eslint\";\n\n";
                    default -> "import * as parser from \"" + parser + "\";\n\n";
                };
        String extensions = parser.isEmpty() ? "js,mjs,cjs,jsx" : "js,mjs,cjs,jsx,ts,tsx,mts,cts";
        return """
        // Measures the limits of Lockstep's architecture phase; written by 'lockstep init'.
        // Keep the numbers in step with phases.architecture.limits in lockstep.yaml.
        // Import cycles are not measured: eslint-plugin-import's no-cycle or madge can.
        %sconst classMethods = {
          create: (context) => ({
            ClassBody(node) {
              const count = node.body.filter((m) => m.type === "MethodDefinition").length;
              if (count > 20) {
                context.report({ node, message: `Class has ${count} methods. Maximum allowed is 20.` });
              }
            },
          }),
        };

        export default [
          {
            ignores: [
              "**/dist/**", "**/build/**", "**/coverage/**", "**/*.d.ts", "**/*.config.*", "config/lockstep/**",
              "**/__tests__/**", "**/test/**", "**/tests/**", "**/*.test.*", "**/*.spec.*",
            ],
          },
          {
            files: ["**/*.{%s}"],
            languageOptions: { %sparserOptions: { ecmaFeatures: { jsx: true } } },
            linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "off" },
            plugins: { lockstep: { rules: { "class-methods": classMethods } } },
            rules: {
        %s,
              "lockstep/class-methods": "error",
            },
          },
        ];
        """
                .formatted(imported, extensions, parser.isEmpty() ? "" : "parser, ", RULES);
    }

    /** For ESLint 8 and earlier; does not count the methods of classes. */
    static String legacy(String parser) {
        return """
        {
          "root": true,
          "env": { "es2022": true, "node": true, "browser": true },%s
          "parserOptions": { "ecmaVersion": "latest", "sourceType": "module", "ecmaFeatures": { "jsx": true } },
          "ignorePatterns": [
            "dist/", "build/", "coverage/", "config/lockstep/", "*.d.ts", "*.config.*",
            "__tests__/", "test/", "tests/", "*.test.*", "*.spec.*"
          ],
          "rules": {
        %s
          }
        }
        """
                .formatted(parser.isEmpty() ? "" : "\n  \"parser\": \"" + parser + "\",", RULES);
    }
}
