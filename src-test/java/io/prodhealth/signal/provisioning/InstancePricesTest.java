package io.prodhealth.signal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InstancePricesTest {

    @Test
    void common_types_have_a_list_price_and_a_cheaper_spot_price() {
        InstancePrices prices = new InstancePrices(Map.of(), 0.6);

        assertThat(prices.onDemand("g4dn.xlarge")).hasValue(0.526);
        assertThat(prices.onDemand("c5.xlarge")).hasValue(0.17);
        assertThat(prices.spot("g4dn.xlarge").orElseThrow()).isCloseTo(0.2104, within(1e-9));
    }

    @Test
    void a_price_of_the_configuration_wins() {
        InstancePrices prices = new InstancePrices(Map.of("g4dn.xlarge", 0.4, "x9.large", 2.0), 0.5);

        assertThat(prices.onDemand("g4dn.xlarge")).hasValue(0.4);
        assertThat(prices.spot("x9.large")).hasValue(1.0);
    }

    @Test
    void a_type_without_a_price_has_no_figure() {
        InstancePrices prices = new InstancePrices(Map.of(), 0.6);

        assertThat(prices.onDemand("x9.large")).isEmpty();
        assertThat(prices.spot("x9.large")).isEmpty();
    }

    @Test
    void the_shipped_table_has_each_type_once_and_of_everything_something() {
        List<String[]> rows = InstanceTypes.rows();
        Set<String> names = new HashSet<>();

        assertThat(rows).hasSizeGreaterThan(80);
        for (String[] row : rows) {
            assertThat(row).hasSize(6);
            assertThat(names.add(row[0])).as(row[0]).isTrue();
            assertThat(Double.parseDouble(row[1])).isPositive();
            assertThat(Double.parseDouble(row[2])).isPositive();
            assertThat(Double.parseDouble(row[5])).isPositive();
        }
        for (String family : List.of("t3", "m5", "m5a", "m6i", "c5", "c5a", "c6i", "r5", "g4dn", "g5", "p3", "inf1")) {
            assertThat(names).as(family).anyMatch(name -> name.startsWith(family + "."));
        }
    }
}
