package io.prodhealth.alerts.week;

import io.prodhealth.config.Config;
import io.prodhealth.evaluation.AgentFamilies;
import io.prodhealth.evaluation.Evaluation;
import io.prodhealth.evaluation.SeriesCuts;
import io.prodhealth.evaluation.SignalMemory;
import io.prodhealth.evaluation.SignalStates;
import io.prodhealth.evaluation.Signals;
import io.prodhealth.leadership.Leadership;
import io.prodhealth.leadership.Replica;
import io.prodhealth.metrics.Scrape;
import io.prodhealth.metrics.Series;
import io.prodhealth.metrics.SeriesBudget;
import io.prodhealth.practice.review.PracticeSeries;
import io.prodhealth.rules.RuleFiles;
import io.prodhealth.signal.prometheus.PrometheusSeries;
import io.prodhealth.signal.provisioning.ProvisioningSeries;
import io.prodhealth.signal.queues.QueueSeries;
import io.prodhealth.signal.readiness.ReadinessSeries;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Times;
import io.prodhealth.source.SourceFamilies;
import io.prodhealth.source.SourceStatus;
import io.prodhealth.source.aws.AwsBooks;
import io.prodhealth.source.aws.AwsFamilies;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run of the agent without its sources and its edges: its signals, and a scrape as {@code Agent} puts it together. */
final class SimulatedAgent {

    private static final Replica SELF = new Replica("prodhealth-0", "", 0);

    private static final List<String> BUILD = List.of("0.0.0", "abcdef0", "25", RuleFiles.version());

    private final Config config;
    private final Signals signals;
    private final Scrape scrape;
    private final Supplier<List<SourceStatus>> sources;
    private SignalStates states;
    private @Nullable Evaluation evaluation;

    /**
     * A run that begins now.
     *
     * @param earlier what an earlier run has kept; null where there was none
     */
    SimulatedAgent(Config config, Clock clock, @Nullable SignalMemory earlier, Supplier<List<SourceStatus>> sources) {
        Instant now = clock.instant();
        this.config = config;
        this.signals = Signals.of(config);
        this.sources = sources;
        SignalStates fresh = signals.start(now);
        this.states = earlier == null ? fresh : signals.resume(fresh, earlier, now);
        this.scrape = scrape(now, new AwsBooks(config.aws(), clock));
    }

    /** The same order as in {@code Agent}. */
    private Scrape scrape(Instant startedAt, AwsBooks books) {
        ReadinessSeries readiness = new ReadinessSeries(startedAt);
        SourceFamilies sourceFamilies = new SourceFamilies(startedAt);
        QueueSeries queues = new QueueSeries();
        AwsFamilies aws = new AwsFamilies(startedAt);
        AgentFamilies.RunningConfig running = new AgentFamilies.RunningConfig(config.hash(), true, startedAt);
        SeriesBudget budget = new SeriesBudget(config.metrics().seriesBudget(), SeriesCuts.all());
        return new Scrape(new PrometheusRegistry(), budget, series -> {
            Evaluation last = evaluation;
            if (last != null) {
                AgentFamilies.writeLeadership(Leadership.alone(SELF, startedAt, ""), series);
                AgentFamilies.write(BUILD, Times.within(0.1), startedAt, Duration.ZERO, running, series);
                sourceFamilies.write(sources.get(), series);
                aws.write(books.figures(), series);
                write(last, readiness, queues, series);
            }
        });
    }

    private static void write(Evaluation last, ReadinessSeries readiness, QueueSeries queues, Series series) {
        readiness.write(last.readiness(), series);
        queues.write(last.queues(), series);
        ProvisioningSeries.write(last.provisioning(), series);
        PrometheusSeries.write(last.prometheus(), series);
        PracticeSeries.write(last.practices(), series);
    }

    void step(ClusterSnapshot snapshot) {
        states = signals.step(states, snapshot);
        evaluation = states.evaluation(snapshot, Duration.ZERO);
    }

    /** What outlives it. */
    SignalMemory memory() {
        return states.memory();
    }

    /** The agent's own families, as a scrape would find them. */
    MetricSnapshots scraped() {
        return scrape.collect();
    }
}
