package io.prodhealth.simulator;

/** One play of the incident in which the workers of an async API hang, while its pods stay ready. */
record HangingWorkers(SimulatedQueues queues, Schedule schedule, Tempo tempo) {
    /** Fewer messages than this are an ordinary moment. */
    private static final int FEW = 5;

    void play(String api, Runnable done) {
        queues.hang(api);
        // Long enough for the backlog to be called stuck, and for CloudWatch to tell of it.
        schedule.after(tempo.hold().multipliedBy(6), () -> {
            queues.resume(api);
            whenWorkedOff(api, done);
        });
    }

    private void whenWorkedOff(String api, Runnable done) {
        schedule.after(tempo.scan(), () -> {
            if (queues.visible(api) < FEW) {
                done.run();
            } else {
                whenWorkedOff(api, done);
            }
        });
    }
}
