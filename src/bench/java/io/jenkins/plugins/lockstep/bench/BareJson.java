package io.jenkins.plugins.lockstep.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;

/** The least that a program can do with a JSON document and Jackson: parse it. */
public final class BareJson {
    private BareJson() {}

    public static void main(String[] args) throws Exception {
        System.out.println(
                new ObjectMapper().readTree(Files.readAllBytes(Path.of(args[0]))).size());
    }
}
