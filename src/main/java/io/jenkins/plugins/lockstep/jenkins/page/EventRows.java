package io.jenkins.plugins.lockstep.jenkins.page;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.evidence.Places;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Failed attempts, from the run's events. */
final class EventRows {
    private EventRows() {}

    static List<EvidenceRow> failed(Path events) throws IOException {
        if (!Files.exists(events)) {
            return List.of();
        }
        Map<String, List<String>> causes = new LinkedHashMap<>();
        Map<String, Event> places = new LinkedHashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(events, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Event event = read(line);
                if (event == null || event.attempt() == 0) {
                    continue;
                }
                String place = Places.of(event.milestone(), event.phase(), event.attempt());
                if (event.type() == Event.Type.ATTEMPT_ENDED
                        && "failed".equals(event.data().get("state"))) {
                    places.put(place, event);
                } else if (event.type() == Event.Type.FAILED) {
                    causes.computeIfAbsent(place, key -> new ArrayList<>()).add(event.message());
                }
            }
        }
        List<EvidenceRow> rows = new ArrayList<>();
        places.forEach(
                (place, event) ->
                        rows.add(
                                new EvidenceRow(
                                        event.milestone(),
                                        event.phase(),
                                        event.attempt(),
                                        "failed",
                                        String.join(
                                                "; ",
                                                causes.getOrDefault(
                                                        place, List.of(event.message()))),
                                        "lockstep/failed/" + place,
                                        "",
                                        "")));
        return rows;
    }

    /** Null for a line that is being written. */
    private static Event read(String line) {
        try {
            return Json.read(line.getBytes(StandardCharsets.UTF_8), Event.class);
        } catch (IOException e) {
            return null;
        }
    }
}
