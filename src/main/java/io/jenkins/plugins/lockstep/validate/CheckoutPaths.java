package io.jenkins.plugins.lockstep.validate;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the paths that tools print into paths relative to the checkout, with {@code /}.
 *
 * <p>Understood are absolute paths inside the checkout, {@code ./}, {@code ..}, backslashes, {@code
 * file:} URIs, and paths relative to a directory below the checkout in which the tool ran, if only
 * one file can be meant. A path outside the checkout is kept, and can be told by its form: it is
 * absolute or begins with {@code ../} (see {@link #isOutside}).
 */
public final class CheckoutPaths {
    private static final int CACHE = 20_000;

    private final Path checkout;
    private final List<String> roots;
    private final Map<String, String> known = new LinkedHashMap<>();
    private FileIndex index;

    public CheckoutPaths(Path checkout) {
        this.checkout = checkout.toAbsolutePath().normalize();
        this.roots = List.of(slashes(this.checkout), slashes(real(this.checkout)));
    }

    /** Whether a normalised path leads out of the checkout. */
    public static boolean isOutside(String file) {
        return file.startsWith("/") || file.equals("..") || file.startsWith("../") || drive(file);
    }

    /** The relative path; empty for null or a blank. */
    public String relative(String raw) {
        if (raw == null || raw.isBlank()) {
            return "";
        }
        String cached = known.get(raw);
        if (cached != null) {
            return cached;
        }
        String path = toRelative(raw);
        if (!path.isEmpty() && !isOutside(path) && !exists(path)) {
            path = index().uniqueEndingWith(path).orElse(path);
        }
        if (known.size() < CACHE) {
            known.put(raw, path);
        }
        return path;
    }

    /** The relative path of a file that exists in the checkout, or that alone can be meant. */
    public Optional<String> existing(String raw) {
        String path = relative(raw);
        return !path.isEmpty() && !isOutside(path) && exists(path)
                ? Optional.of(path)
                : Optional.empty();
    }

    private String toRelative(String raw) {
        String path = Texts.oneLine(raw, Texts.PATH).replace('\\', '/');
        if (path.startsWith("file:")) {
            path = decode(path.substring("file:".length()));
            while (path.startsWith("//")) {
                path = path.substring(1);
            }
        }
        if (drive(path)) {
            return path;
        }
        boolean absolute = path.startsWith("/");
        String normal = collapse(path, absolute);
        if (!absolute) {
            return normal;
        }
        for (String root : roots) {
            if (normal.startsWith(root + "/")) {
                return normal.substring(root.length() + 1);
            }
        }
        return roots.contains(normal) ? "" : normal;
    }

    private static String collapse(String path, boolean absolute) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (!part.equals("..")) {
                parts.addLast(part);
            } else if (!parts.isEmpty() && !parts.peekLast().equals("..")) {
                parts.removeLast();
            } else if (!absolute) {
                parts.addLast(part);
            }
        }
        return (absolute ? "/" : "") + String.join("/", parts);
    }

    /** Undoes percent-encoding; what is no such encoding stays. */
    static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static boolean drive(String path) {
        return path.length() > 2
                && path.charAt(1) == ':'
                && path.charAt(2) == '/'
                && Character.isLetter(path.charAt(0));
    }

    private boolean exists(String relative) {
        try {
            return Files.exists(checkout.resolve(relative), LinkOption.NOFOLLOW_LINKS);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private FileIndex index() {
        if (index == null) {
            index = FileIndex.of(checkout);
        }
        return index;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }
}
