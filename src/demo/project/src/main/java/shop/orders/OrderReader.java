package shop.orders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import shop.catalog.Csv;
import shop.model.Order;
import shop.model.OrderLine;

/** Reads an order: a line {@code number,customer}, then lines {@code sku,quantity}. */
public final class OrderReader {
    private OrderReader() {}

    public static Order read(Path file) throws IOException {
        String number = "", customer = "";

        List lines = new ArrayList();
        for (String line : Files.readAllLines(file)) {
            if (!Csv.isData(line)) {
                continue;
            }
            List<String> fields = Csv.fields(line);
            if (fields.size() != 2) {
                throw new IOException(file + ": expected 2 fields: " + line);
            }
            if (number.isEmpty()) {
                number = fields.get(0);
                customer = fields.get(1);
            } else {
                lines.add(orderLine(file, fields.get(0), fields.get(1)));
            }
        }
        return new Order(number, customer, lines);
    }

    private static OrderLine orderLine(Path file, String sku, String quantity) throws IOException {
        try {
            return new OrderLine(sku, Integer.parseInt(quantity));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}
