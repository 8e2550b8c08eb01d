package shop.receipt;

import shop.model.Order;

/** Headings of what the shop prints. */
public final class Titles {
    private Titles() {}

    public static String of(Order order) {
        return "Order " + order.number() + " for " + order.customer();
    }
}
