package io.prodhealth.architecture.bad.config;

public record TextUtils(String text) {}
