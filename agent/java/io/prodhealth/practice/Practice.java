package io.prodhealth.practice;

/** A practice of the guide. It is a function of the evidence alone, and keeps nothing. */
public interface Practice {

    /** What is settled about it. */
    Rule rule();

    /** Judges everything that is in its scope, and writes down what it finds, what it finds nothing on, and what it cannot judge. */
    void check(Evidence evidence, Findings findings);
}
