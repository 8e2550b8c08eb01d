package shop.catalog;

import java.util.*;
import shop.model.Product;

/** All that the shop sells, by stock keeping unit. */
public final class Catalog {
    private static final int largest = 10_000;

    private final Map products = new LinkedHashMap();

    /** Adds a product; the first of two with the same unit stays. */
    public void add(Product product) {
        if (products.size() >= largest)
            throw new IllegalStateException("a catalog holds at most " + largest + " products");

        // A second product of that unit would silently change prices.
        products.putIfAbsent(product.sku(), product);
    }

    /** The product of that unit, if the shop sells it. */
    public Optional<Product> find(String sku) {
        return Optional.ofNullable((Product) products.get(sku));
    }

    public int size() {
        return products.size();
    }
}
