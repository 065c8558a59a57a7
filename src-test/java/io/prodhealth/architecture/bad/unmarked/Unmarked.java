package io.prodhealth.architecture.bad.unmarked;

record Unmarked(String text) {}
