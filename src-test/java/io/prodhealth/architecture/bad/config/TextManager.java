package io.prodhealth.architecture.bad.config;

public record TextManager(String text) {}
