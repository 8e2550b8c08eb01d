package io.jenkins.plugins.lockstep.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the command line, in this JVM. */
record CommandLineRun(int code, String out, String err) {
    static CommandLineRun of(Object... arguments) {
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), words);
        return new CommandLineRun(code, out.toString(), err.toString());
    }
}
