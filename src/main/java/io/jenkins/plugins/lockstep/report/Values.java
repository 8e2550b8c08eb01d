package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.report.RunData.Evidence;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What an event's data says, whether it comes from memory or from a file; absent if it is odd. */
final class Values {
    private Values() {}

    static String text(Map<String, Object> data, String key) {
        Object value = data.get(key);
        return value == null ? "" : value.toString();
    }

    static long number(Map<String, Object> data, String key, long otherwise) {
        return data.get(key) instanceof Number number ? number.longValue() : otherwise;
    }

    static double decimal(Map<String, Object> data, String key) {
        return data.get(key) instanceof Number number && Double.isFinite(number.doubleValue())
                ? number.doubleValue()
                : 0;
    }

    static Integer integer(Map<String, Object> data, String key) {
        return data.get(key) instanceof Number number ? number.intValue() : null;
    }

    static List<Object> list(Map<String, Object> data, String key) {
        return data.get(key) instanceof Collection<?> many ? new ArrayList<>(many) : List.of();
    }

    /** The maps in a list; what is no map is taken as its name. */
    static List<Map<String, Object>> maps(Map<String, Object> data, String key) {
        List<Map<String, Object>> maps = new ArrayList<>();
        for (Object one : list(data, key)) {
            maps.add(one instanceof String name ? Map.of("name", name) : map(one));
        }
        return maps;
    }

    static List<String> texts(Map<String, Object> data, String key) {
        return list(data, key).stream().map(String::valueOf).toList();
    }

    static List<Evidence> evidence(Map<String, Object> data) {
        return maps(data, "evidence").stream()
                .map(
                        one ->
                                new Evidence(
                                        text(one, "name"),
                                        text(one, "digest"),
                                        number(one, "size", -1)))
                .filter(one -> !one.name().isEmpty())
                .toList();
    }

    /** {@code failure} and {@code failures}. */
    static List<Failure> failures(Event event) {
        List<Object> found = new ArrayList<>(list(event.data(), "failures"));
        if (event.data().get("failure") != null) {
            found.add(event.data().get("failure"));
        }
        List<Failure> failures = new ArrayList<>();
        for (Object one : found) {
            Failure failure = failure(one);
            if (failure != null) {
                failures.add(failure);
            }
        }
        return failures;
    }

    static long millis(String from, String to) {
        try {
            return Math.max(
                    0, Instant.parse(to).toEpochMilli() - Instant.parse(from).toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            return 0;
        }
    }

    private static Failure failure(Object value) {
        if (value instanceof Failure failure) {
            return failure;
        }
        try {
            return FailureForm.read(Json.mapper().valueToTree(value));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        if (value instanceof Map<?, ?>) {
            return (Map<String, Object>) value;
        }
        try {
            return Json.mapper().convertValue(value, Map.class);
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }
}
