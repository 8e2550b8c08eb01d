package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.model.Run;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.report.EventLog;
import io.jenkins.plugins.lockstep.report.RunData;
import io.jenkins.plugins.lockstep.report.RunDataBuilder;
import io.jenkins.plugins.lockstep.run.SealIndex;
import io.jenkins.plugins.lockstep.run.Sealed;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a build's events and ledger say, as of one moment; the build may go on meanwhile. */
public final class BuildReport {
    private final RunData data;
    private final Map<String, Sealed> sealed = new HashMap<>();
    private final Map<String, List<Integer>> failed = new HashMap<>();

    private BuildReport(BuildFiles files, boolean live) throws IOException {
        RunDataBuilder builder = new RunDataBuilder();
        if (Files.exists(files.events())) {
            EventLog.read(
                    files.events(),
                    event -> {
                        builder.take(event);
                        note(event);
                    });
        }
        data = live ? builder.buildLive(Instant.now().toString()) : builder.build();
        SealIndex index = new SealIndex();
        for (Entry entry : new EarlierLedger(files).entries()) {
            index.add(entry).ifPresent(one -> sealed.put(key(one.milestone(), one.node()), one));
        }
    }

    public static BuildReport of(Run<?, ?> build) throws IOException {
        return new BuildReport(EarlierBuilds.files(build), build.isBuilding());
    }

    private void note(Event event) {
        boolean ended =
                event.type() == Event.Type.GATE_ENDED || event.type() == Event.Type.ATTEMPT_ENDED;
        if (ended && "failed".equals(event.data().get("state"))) {
            failed.computeIfAbsent(key(event.milestone(), event.phase()), key -> new ArrayList<>())
                    .add(event.attempt());
        }
    }

    private static String key(int milestone, String node) {
        return milestone + "/" + node;
    }

    public RunData data() {
        return data;
    }

    /** The last seal of a phase or gate; null if it has none. */
    public Sealed sealed(int milestone, String node) {
        return sealed.get(key(milestone, node));
    }

    /** Attempts at a phase or gate that ended without proof. */
    public List<Integer> failedAttempts(int milestone, String node) {
        return failed.getOrDefault(key(milestone, node), List.of());
    }
}
