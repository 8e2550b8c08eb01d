package shop;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import shop.catalog.Catalog;
import shop.catalog.CatalogReader;
import shop.model.Order;
import shop.orders.OrderReader;
import shop.pricing.Price;
import shop.pricing.PriceCalculator;
import shop.receipt.Receipt;

/** The command line: prints the receipt of an order. */
public final class Main {
    private static final String usage = "usage: shop CATALOG ORDER";

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /** Returns the exit code: 0, 1 if the order can't be priced, 2 for bad usage. */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length != 2) {
            err.println(usage);
            return 2;
        }
        try {
            Catalog catalog = CatalogReader.read(Path.of(args[0]));
            Order order = OrderReader.read(Path.of(args[1]));
            Price price = new PriceCalculator(catalog).price(order);
            Receipt.lines(order, price).forEach(out::println);
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            err.println(e.getMessage());
            return 1;
        }
    }
}
