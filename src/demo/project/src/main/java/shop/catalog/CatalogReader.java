package shop.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import shop.model.Money;
import shop.model.Product;

/** Reads a catalog from lines of the form {@code sku,name,price,category}. */
public class CatalogReader {
    public static Catalog read(Path file) throws IOException {
        Catalog catalog = new Catalog();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!Csv.isData(line)) continue;
            List<String> fields = Csv.fields(line);
            if (fields.size() != 4) {
                throw new IOException(file + ":" + number + ": expected 4 fields");
            }
            catalog.add(product(fields.get(0), fields.get(1), fields.get(2), fields.get(3), file, number));
        }
        return catalog;
    }

    private static Product product(
            String sku, String name, String price, String category, Path file, int line) throws IOException {
        try {
            return new Product(sku, name, Money.parse(price), Product.Category.valueOf(category));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ":" + line + ": " + e.getMessage(), e);
        }
    }
}
