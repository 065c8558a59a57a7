package io.prodhealth.source.kubernetes;

/** IPv4 addresses as one number, since there are ten thousands of them. */
final class IPv4 {

    private IPv4() {}

    /** The address in dotted decimal, the first octet in the highest byte; 0 when the text is none. */
    static int parse(String text) {
        int address = 0;
        int octets = 0;
        int octet = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i == text.length() ? '.' : text.charAt(i);
            if (c >= '0' && c <= '9' && octet < 256) {
                octet = Math.max(0, octet) * 10 + c - '0';
            } else if (c == '.' && octet >= 0 && octet < 256 && octets < 4) {
                address = address << 8 | octet;
                octets++;
                octet = -1;
            } else {
                return 0;
            }
        }
        return octets == 4 ? address : 0;
    }
}
