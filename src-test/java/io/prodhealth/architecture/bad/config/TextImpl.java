package io.prodhealth.architecture.bad.config;

public record TextImpl(String text) {}
