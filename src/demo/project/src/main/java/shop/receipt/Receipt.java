package shop.receipt;

import java.util.*;
import shop.model.Money;
import shop.model.Order;
import shop.pricing.Price;

/** A price as a customer reads it. */
public final class Receipt {
    private static final int WIDTH = 32;

    private Receipt() {}

    /** The lines of the receipt. */
    public static List<String> lines(Order order, Price price) {
        List lines = new ArrayList();
        lines.add(Titles.of(order));

        for (Price.Item item : price.items()) {
            lines.add(row(item.quantity() + " x " + item.name(), item.amount()));
        }
        lines.add(row("Goods", price.goods()));
        if (price.discount().cents() > 0)
            lines.add(row("Discount", new Money(-price.discount().cents())));
        lines.add(row("Shipping", price.shipping()));
        lines.add(row("Tax", price.tax()));
        lines.add(row("Total", price.total()));
        return lines;
    }

    private static String row(String label, Money amount) {
        String money = amount.cents() < 0 ? "-" + new Money(-amount.cents()) : amount.toString();
        int gap = Math.max(1, WIDTH - label.length() - money.length());
        return label + " ".repeat(gap) + money;
    }
}
