package shop.model;

/** Something that the shop sells; {@code price} is for one piece, without tax. */
public record Product(String sku, String name, Money price, Category category) {
    /** What decides the tax. */
    public enum Category {
        BOOK,
        FOOD,
        OTHER
    }
}
