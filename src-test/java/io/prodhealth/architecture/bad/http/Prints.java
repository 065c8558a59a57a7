package io.prodhealth.architecture.bad.http;

public record Prints(String text) {
    void print() {
        System.out.println(text);
    }
}
