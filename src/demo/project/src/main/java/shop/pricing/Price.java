package shop.pricing;

import java.util.List;
import shop.model.Money;

/**
 * What an order costs, and how that came about.
 *
 * @param goods all lines, before anything is taken off
 * @param discount taken off the goods
 */
public record Price(
        List<Item> items, Money goods, Money discount, Money shipping, Money tax, Money total) {
    public Price {
        items = List.copyOf(items);
    }

    /** One priced line. */
    public record Item(String name, int quantity, Money amount) {}
}
