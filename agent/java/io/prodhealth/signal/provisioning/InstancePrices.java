package io.prodhealth.signal.provisioning;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** What instances cost, in USD an hour. A type without a price has no figure, never 0. */
public final class InstancePrices {

    private final Map<String, Double> onDemand;
    private final double spotDiscount;

    /**
     * The shipped list prices of us-east-1 with those of the configuration over them.
     *
     * @param overrides on-demand prices by type ({@code provisioning.on_demand_prices})
     * @param spotDiscount share of the on-demand price that spot saves, 0 to 1 ({@code provisioning.spot_discount_ratio})
     */
    public InstancePrices(Map<String, Double> overrides, double spotDiscount) {
        Map<String, Double> prices = new HashMap<>();
        for (String[] row : InstanceTypes.rows()) {
            prices.put(row[0], Double.valueOf(row[5]));
        }
        prices.putAll(overrides);
        this.onDemand = Map.copyOf(prices);
        this.spotDiscount = spotDiscount;
    }

    /** The on-demand price of a type. */
    public OptionalDouble onDemand(String type) {
        Double price = onDemand.get(type);
        return price == null ? OptionalDouble.empty() : OptionalDouble.of(price);
    }

    /** What spot is taken to cost: its price moves, and the discount is an assumption. */
    public OptionalDouble spot(String type) {
        Double price = onDemand.get(type);
        return price == null ? OptionalDouble.empty() : OptionalDouble.of(price * (1 - spotDiscount));
    }
}
