package io.jenkins.plugins.lockstep.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutPathsTest {
    @TempDir Path root;
    private Path checkout;
    private CheckoutPaths paths;

    @BeforeEach
    void create() throws Exception {
        checkout = Files.createDirectories(root.resolve("real/checkout"));
        for (String file : new String[] {"src/a.c", "web/src/x y.ts", "one/u.py", "two/u.py"}) {
            Files.createDirectories(checkout.resolve(file).getParent());
            Files.createFile(checkout.resolve(file));
        }
        paths = new CheckoutPaths(checkout);
    }

    @Test
    void everyFormOfAPathInsideBecomesRelative() {
        assertThat(paths.relative("src/a.c")).isEqualTo("src/a.c");
        assertThat(paths.relative("./src/../src//a.c")).isEqualTo("src/a.c");
        assertThat(paths.relative(".\\src\\a.c")).isEqualTo("src/a.c");
        assertThat(paths.relative(checkout + "/src/a.c")).isEqualTo("src/a.c");
        assertThat(paths.relative("file://" + checkout + "/web/src/x%20y.ts"))
                .isEqualTo("web/src/x y.ts");
        assertThat(paths.relative("file:" + checkout + "/src/a.c")).isEqualTo("src/a.c");
        assertThat(paths.relative(checkout.toString())).isEmpty();
        assertThat(paths.relative(null)).isEmpty();
    }

    @Test
    void aLinkToTheCheckoutIsTheCheckout() throws Exception {
        Path link = Files.createSymbolicLink(root.resolve("link"), checkout);
        CheckoutPaths linked = new CheckoutPaths(link);
        assertThat(linked.relative(checkout + "/src/a.c")).isEqualTo("src/a.c");
        assertThat(linked.relative(link + "/src/a.c")).isEqualTo("src/a.c");
    }

    @Test
    void aPathBelowADirectoryIsFoundIfOnlyOneCanBeMeant() {
        assertThat(paths.relative("src/x y.ts")).isEqualTo("web/src/x y.ts");
        assertThat(paths.relative("u.py")).isEqualTo("u.py");
        assertThat(paths.existing("u.py")).isEmpty();
        assertThat(paths.existing("a.c")).contains("src/a.c");
    }

    @Test
    void pathsOutsideAreKeptAndCanBeTold() {
        assertThat(paths.relative("/usr/include/stdio.h")).isEqualTo("/usr/include/stdio.h");
        assertThat(paths.relative("../other/b.c")).isEqualTo("../other/b.c");
        assertThat(paths.relative(checkout + "-2/b.c")).isEqualTo(checkout + "-2/b.c");
        assertThat(paths.relative(checkout + "/../b.c")).startsWith("/");
        for (String outside : new String[] {"/usr/x", "../x", "..", "C:/x"}) {
            assertThat(CheckoutPaths.isOutside(outside)).as(outside).isTrue();
        }
        assertThat(CheckoutPaths.isOutside("src/a.c")).isFalse();
        assertThat(paths.existing("/etc/passwd")).isEmpty();
    }

    @Property(tries = 200)
    void anyTextIsNormalisedOnce(@ForAll String raw) {
        CheckoutPaths any = new CheckoutPaths(Path.of("no-such-checkout"));
        String once = any.relative(raw.replace("file:", ""));
        assertThat(any.relative(once)).isEqualTo(once);
        assertThat(once).doesNotContain("\u0000", "\n");
    }
}
