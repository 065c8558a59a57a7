package io.prodhealth.architecture.bad.config;

public record TextUtil(String text) {}
