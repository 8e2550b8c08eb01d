package io.jenkins.plugins.lockstep.validate;

import java.io.IOException;

/** Reads Checkstyle's XML, which many linters write too. */
final class CheckstyleReader implements ReportReader {
    @Override
    public void read(Source source, Findings findings) throws IOException, Unreadable {
        Xml.read(source, new Elements(source.file().getFileName().toString(), findings.issues()));
    }

    private static final class Elements implements Xml.Handler {
        private final String report;
        private final IssueCollector issues;
        private String file = "";
        private StringBuilder exception;

        Elements(String report, IssueCollector issues) {
            this.report = report;
            this.issues = issues;
        }

        @Override
        public void start(String name, int depth, Xml.Attributes attributes) throws Unreadable {
            if (depth == 1 && !name.equals("checkstyle")) {
                throw new Unreadable(
                        report + ": the root is <" + name + ">, where <checkstyle> is expected");
            }
            switch (name) {
                case "file" -> file = attributes.get("name");
                case "exception" -> exception = new StringBuilder();
                case "error" -> {
                    if (!attributes.get("severity").equals("ignore")) {
                        issues.add(
                                file,
                                Texts.number(attributes.get("line")),
                                Texts.number(attributes.get("column")),
                                attributes.get("severity"),
                                rule(attributes.get("source")),
                                attributes.get("message"));
                    }
                }
                default -> {}
            }
        }

        @Override
        public void text(String text) {
            if (exception != null && exception.length() < Texts.MESSAGE) {
                exception.append(text, 0, Math.min(text.length(), Texts.MESSAGE));
            }
        }

        @Override
        public void end(String name, int depth) {
            if (name.equals("file")) {
                file = "";
            } else if (name.equals("exception") && exception != null) {
                issues.add(file, 0, 0, "error", "exception", exception.toString());
                exception = null;
            }
        }

        /** {@code NeedBraces} for {@code com.puppycrawl…blocks.NeedBracesCheck}. */
        private static String rule(String source) {
            if (!source.startsWith("com.puppycrawl.")) {
                return source;
            }
            String name = source.substring(source.lastIndexOf('.') + 1);
            return name.endsWith("Check") ? name.substring(0, name.length() - 5) : name;
        }
    }
}
