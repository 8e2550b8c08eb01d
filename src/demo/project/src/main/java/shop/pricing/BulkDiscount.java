package shop.pricing;

import shop.model.Money;

/** Ten pieces or more of one product are 5 % cheaper, fifty or more 12 %. */
public final class BulkDiscount {
    private static final int SOME = 10;
    private static final int MANY = 50;

    private BulkDiscount() {}

    /** What is taken off {@code amount}, the price of that many pieces. */
    public static Money of(int quantity, Money amount) {
        if (quantity > MANY) {
            return amount.percent(12);
        }
        if (quantity > SOME) {
            return amount.percent(5);
        }
        return Money.ZERO;
    }
}
