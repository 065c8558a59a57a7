package io.prodhealth.architecture.bad.cli;

import io.prodhealth.architecture.bad.Agent;
import io.prodhealth.architecture.bad.source.Judges;

public record Main(Agent agent, Judges source) {
    void run() {
        System.out.println(source);
    }
}
