package io.prodhealth.practice.security;

import io.prodhealth.practice.Gateway;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Whether the ranges from which a gateway may be reached restrict anything. */
final class OpenRanges {

    private OpenRanges() {}

    /** Whether they leave nobody out. The guide's own example, 0.0.0.0/0, does not; nor do its two halves. */
    static boolean open(Gateway gateway) {
        return Cidr.everywhere(parsed(gateway.ranges()));
    }

    /** Those that are ranges: AWS takes no others. */
    static List<Cidr> parsed(Collection<String> ranges) {
        return ranges.stream().map(Cidr::of).flatMap(Optional::stream).toList();
    }
}
