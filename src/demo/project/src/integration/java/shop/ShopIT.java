package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program as a whole on real files. */
class ShopIT {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return Main.run(args, new PrintStream(out, true), new PrintStream(err, true));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void printsAReceipt() {
        assertEquals(0, run("data/catalog.csv", "data/order-1002.csv"));
        assertTrue(printed().startsWith("Order 1002 for Grace"), printed());
        assertTrue(printed().contains("4 x Notebook A5"), printed());
        assertTrue(printed().contains("Total"), printed());
    }

    @Test
    void namesTheLineThatIsWrong(@TempDir Path directory) throws Exception {
        Path catalog = Files.writeString(directory.resolve("c.csv"), "X,Thing,cheap,OTHER\n");
        assertEquals(1, run(catalog.toString(), "data/order-1002.csv"));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("c.csv:1: not an amount: cheap"));
    }

    @Test
    void takesAVoucherOff() {
        assertEquals(0, run("data/catalog.csv", "data/order-1002.csv", "--voucher", "WELCOME10"));
        assertTrue(printed().contains("Voucher WELCOME10"), printed());
        assertTrue(printed().contains("-1.82"), printed());
    }

    @Test
    void refusesAnUnknownVoucher() {
        assertEquals(1, run("data/catalog.csv", "data/order-1002.csv", "--voucher", "FREE"));
        assertEquals("unknown voucher: FREE", err.toString(StandardCharsets.UTF_8).trim());
    }
}
