package shop.model;

import java.util.List;
import shop.receipt.Titles;

/** What a customer wants to buy. */
public record Order(String number, String customer, List<OrderLine> lines) {
    public Order {
        lines = List.copyOf(lines);
    }

    /** How many pieces, over all lines. */
    public int pieces() {
        return lines.stream().mapToInt(OrderLine::quantity).sum();
    }

    @Override
    public String toString() {
        return Titles.of(this);
    }
}
