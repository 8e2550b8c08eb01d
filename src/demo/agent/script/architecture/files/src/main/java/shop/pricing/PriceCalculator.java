package shop.pricing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        return price(order, Optional.empty());
    }

    /**
     * @throws IllegalArgumentException if the shop does not sell something, or too little or too much is ordered
     */
    public Price price(Order order, Optional<Voucher> voucher) {
        if (order.lines().isEmpty()) {
            throw new IllegalArgumentException("order " + order.number() + " is empty");
        }
        if (order.pieces() > MOST_PIECES) {
            throw new IllegalArgumentException("order " + order.number() + " has too many pieces");
        }
        List<Price.Item> items = new ArrayList<>();
        Sums sums = Sums.NONE;
        for (Map.Entry<String, Integer> entry : quantities(order).entrySet()) {
            Product product = product(entry.getKey());
            Money amount = product.price().times(entry.getValue());
            items.add(new Price.Item(product.name(), entry.getValue(), amount));
            sums = sums.plus(line(product, entry.getValue(), voucher));
        }
        Money shipping = sums.left().compareTo(FREE_SHIPPING_FROM) >= 0 ? Money.ZERO : SHIPPING;
        Money tax = sums.tax().plus(Tax.of(Product.Category.OTHER, shipping));
        Money total = sums.left().plus(shipping).plus(tax);
        return new Price(items, sums.goods(), sums.discount(), voucher, sums.reduction(), shipping, tax, total);
    }

    /** The same product on several lines counts as one, so that its discount is not lost. */
    private static Map<String, Integer> quantities(Order order) {
        Map<String, Integer> quantities = new LinkedHashMap<>();
        for (OrderLine line : order.lines()) {
            quantities.merge(line.sku(), line.quantity(), Integer::sum);
        }
        return quantities;
    }

    private Product product(String sku) {
        return catalog.find(sku)
                .orElseThrow(() -> new IllegalArgumentException("the shop does not sell " + sku));
    }

    private static Sums line(Product product, int quantity, Optional<Voucher> voucher) {
        Money amount = product.price().times(quantity);
        Money discount = BulkDiscount.of(quantity, amount);
        Money left = amount.minus(discount);
        Money reduction = voucher.map(v -> v.off(left)).orElse(Money.ZERO);
        return new Sums(amount, discount, reduction, Tax.of(product.category(), left.minus(reduction)));
    }

    private record Sums(Money goods, Money discount, Money reduction, Money tax) {
        static final Sums NONE = new Sums(Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO);

        Sums plus(Sums other) {
            return new Sums(
                    goods.plus(other.goods),
                    discount.plus(other.discount),
                    reduction.plus(other.reduction),
                    tax.plus(other.tax));
        }

        /** What is paid for the goods. */
        Money left() {
            return goods.minus(discount).minus(reduction);
        }
    }
}
