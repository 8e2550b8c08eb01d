package shop.model;

/** So many pieces of one product. */
public record OrderLine(String sku, int quantity) {
    public OrderLine {
        if (quantity < 1) {
            throw new IllegalArgumentException("quantity of " + sku + " must be at least 1");
        }
    }
}
