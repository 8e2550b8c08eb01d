package shop.pricing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import shop.catalog.Catalog;
import shop.model.Money;
import shop.model.Order;
import shop.model.OrderLine;
import shop.model.Product;

/** Prices orders. */
public final class PriceCalculator {
    private static final Money SHIPPING = new Money(490);
    private static final Money FREE_SHIPPING_FROM = new Money(50_00);
    private static final int MOST_PIECES = 1000;

    private final Catalog catalog;

    public PriceCalculator(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * @throws IllegalArgumentException if the shop does not sell something, or too little or too much is ordered
     */
    public Price price(Order order) {
        if (order.lines().isEmpty()) {
            throw new IllegalArgumentException("order " + order.number() + " is empty");
        }
        int pieces = 0;
        for (OrderLine line : order.lines()) {
            pieces += line.quantity();
        }
        if (pieces > MOST_PIECES) {
            throw new IllegalArgumentException("order " + order.number() + " has too many pieces");
        }

        // The same product on several lines counts as one, so that its discount is not lost.
        Map<String, Integer> quantities = new LinkedHashMap<>();
        for (OrderLine line : order.lines()) {
            Integer before = quantities.get(line.sku());
            if (before == null) {
                quantities.put(line.sku(), line.quantity());
            } else {
                quantities.put(line.sku(), before + line.quantity());
            }
        }

        List<Price.Item> items = new ArrayList<>();
        Money goods = Money.ZERO;
        Money discount = Money.ZERO;
        Money tax = Money.ZERO;
        for (Map.Entry<String, Integer> entry : quantities.entrySet()) {
            Product product = catalog.find(entry.getKey()).orElse(null);
            if (product == null) {
                throw new IllegalArgumentException("the shop does not sell " + entry.getKey());
            }
            int quantity = entry.getValue();
            Money amount = product.price().times(quantity);
            Money off = BulkDiscount.of(quantity, amount);
            items.add(new Price.Item(product.name(), quantity, amount));
            goods = goods.plus(amount);
            discount = discount.plus(off);
            tax = tax.plus(Tax.of(product.category(), amount.minus(off)));
        }

        // Shipping is free for large orders, by what is paid and not by what it would have cost.
        Money shipping;
        if (goods.minus(discount).compareTo(FREE_SHIPPING_FROM) >= 0) {
            shipping = Money.ZERO;
        } else {
            shipping = SHIPPING;
            tax = tax.plus(Tax.of(Product.Category.OTHER, shipping));
        }

        Money total = goods.minus(discount);
        total = total.plus(shipping);
        total = total.plus(tax);
        return new Price(items, goods, discount, shipping, tax, total);
    }
}
