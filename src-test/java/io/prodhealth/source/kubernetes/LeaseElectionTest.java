package io.prodhealth.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.prodhealth.Awaited;
import io.prodhealth.leadership.Leadership;
import io.prodhealth.leadership.Replica;
import io.prodhealth.leadership.Role;
import io.prodhealth.simulator.Resource;
import io.prodhealth.simulator.Simulator;
import io.prodhealth.simulator.SimulatorOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Over the real protocol and in real time, with a Lease that runs out in two seconds. */
class LeaseElectionTest {

    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final String ROLES = """
        kind: Role
        metadata: {name: prodhealth, namespace: prodhealth}
        rules:
        - apiGroups: [coordination.k8s.io]
          resources: [leases]
          verbs: [create]
        - apiGroups: [coordination.k8s.io]
          resources: [leases]
          resourceNames: [prodhealth]
          verbs: [get, update]
        """;

    private final Simulator simulator =
            Simulator.start(SimulatorOptions.empty().withRoles(ROLES).withToken("of-the-service-account"));
    private final List<Member> members = new ArrayList<>();

    /** One replica, its own connection, and every role it has had. */
    private final class Member implements AutoCloseable {
        private final ApiServer server =
                new ApiServer(simulator.kubeconfig().toString(), "", "prodhealth-test", Duration.ofSeconds(10));
        private final LeaseElection election;
        private final List<Role> roles = new ArrayList<>();

        Member(String name) {
            election = new LeaseElection(
                    server,
                    "prodhealth",
                    "prodhealth",
                    new Replica(name, "10.0.0.1", 9477),
                    LEASE,
                    Duration.ofMillis(100));
            members.add(this);
        }

        Member start() {
            election.start(() -> {
                synchronized (roles) {
                    roles.add(election.leadership().role());
                }
            });
            return this;
        }

        Leadership now() {
            return election.leadership();
        }

        void await(Role role) {
            new Awaited().until(now().self().name() + " is " + role, () -> now().role() == role);
        }

        List<Role> roles() {
            synchronized (roles) {
                return List.copyOf(roles);
            }
        }

        /** As by a kill: nothing is given up. */
        void vanish() {
            server.close();
            election.close();
        }

        @Override
        public void close() {
            election.close();
            server.close();
        }
    }

    @AfterEach
    void close() {
        members.forEach(Member::close);
        simulator.close();
    }

    private Member leader() {
        Member one = new Member("one").start();
        one.await(Role.LEADER);
        return one;
    }

    /** Of that one. */
    private Member follower() {
        Member two = new Member("two").start();
        new Awaited().until("two knows the leader", () -> two.now().other().isPresent());
        return two;
    }

    private ObjectNode lease() {
        return simulator.get(Resource.LEASES, "prodhealth", "prodhealth").orElseThrow();
    }

    private void awaitRenewals(Member leader, int times) {
        long before = revision();
        new Awaited().until(leader.now().self().name() + " renews", () -> revision() >= before + times);
    }

    private long revision() {
        return Long.parseLong(lease().at("/metadata/resourceVersion").asString());
    }

    @Test
    void a_single_replica_leads_and_its_lease_says_so() {
        Member one = leader();

        assertThat(one.now().leader()).contains(one.now().self());
        assertThat(one.now().problem()).isEmpty();
        assertThat(one.now().gap()).isEmpty();
        assertThat(lease().at("/spec/holderIdentity").asString()).isEqualTo("one_10.0.0.1:9477");
        assertThat(lease().at("/spec/renewTime").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    }

    @Test
    void a_second_one_follows_and_knows_whom() {
        Member one = leader();
        Member two = follower();
        awaitRenewals(one, 8);

        assertThat(two.now().role()).isEqualTo(Role.FOLLOWER);
        assertThat(two.now().other()).contains(one.now().self());
        assertThat(two.roles()).isEmpty();
        assertThat(one.roles()).containsExactly(Role.LEADER);
    }

    @Test
    void a_leader_that_vanishes_is_replaced_when_its_lease_has_run_out() {
        Member one = leader();
        Member two = follower();

        one.vanish();
        two.await(Role.LEADER);

        assertThat(two.now().gap().orElseThrow()).isBetween(LEASE, LEASE.multipliedBy(3));
        assertThat(lease().at("/spec/leaseTransitions").asInt()).isEqualTo(1);
    }

    @Test
    void a_leader_that_ends_gives_the_lead_up_at_once() {
        Member one = leader();
        Member two = follower();

        one.close();

        assertThat(one.now().role()).isEqualTo(Role.FOLLOWER);
        two.await(Role.LEADER);
        assertThat(two.now().gap().orElseThrow()).isLessThan(LEASE);
    }

    @Test
    void an_empty_lease_that_was_made_for_it_needs_no_right_to_create() throws Exception {
        simulator.faults().deny("create", "coordination.k8s.io", "leases");
        simulator.put(new JsonMapper().readValue("""
            {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
             "metadata": {"name": "prodhealth", "namespace": "prodhealth"}}
            """, ObjectNode.class));

        Member one = new Member("one").start();

        one.await(Role.LEADER);
        assertThat(one.roles()).containsExactly(Role.LEADER);
    }

    @Test
    void what_others_have_written_on_the_lease_stays() {
        Member one = leader();
        simulator.change(
                Resource.LEASES,
                "prodhealth",
                "prodhealth",
                lease -> lease.withObject("/metadata/labels").put("app.kubernetes.io/managed-by", "Helm"));

        awaitRenewals(one, 3);

        assertThat(lease().at("/metadata/labels/app.kubernetes.io~1managed-by").asString())
                .isEqualTo("Helm");
    }

    @Test
    void where_the_lease_may_not_be_had_a_replica_works_alone_and_takes_part_as_soon_as_it_may() {
        simulator.faults().deny("get", "coordination.k8s.io", "leases");
        Member one = new Member("one").start();
        one.await(Role.ALONE);
        assertThat(one.now().problem()).contains("cannot get the Lease prodhealth/prodhealth", "403");

        simulator.faults().allow("get", "coordination.k8s.io", "leases");
        one.await(Role.LEADER);

        assertThat(one.now().problem()).isEmpty();
        assertThat(one.roles()).as("it led all the time").doesNotContain(Role.FOLLOWER);
    }

    @Test
    void one_that_may_read_the_lease_and_not_write_it_works_alone_without_wavering() {
        simulator.faults().deny("create", "coordination.k8s.io", "leases");
        Member one = new Member("one").start();
        one.await(Role.ALONE);
        long tries = denied();

        new Awaited().until("it tries again", () -> denied() >= tries + 3);

        assertThat(one.roles()).containsExactly(Role.ALONE);
    }

    private long denied() {
        return simulator.requests().last().stream()
                .filter(request -> request.verb().equals("create"))
                .count();
    }

    @Test
    void two_that_worked_alone_are_a_leader_and_a_follower_once_they_may_agree() {
        simulator.faults().deny("get", "coordination.k8s.io", "leases");
        Member one = new Member("one").start();
        Member two = new Member("two").start();
        one.await(Role.ALONE);
        two.await(Role.ALONE);

        simulator.faults().allow("get", "coordination.k8s.io", "leases");

        new Awaited()
                .until(
                        "one leads, the other follows",
                        () -> members.stream()
                                .map(member -> member.now().role())
                                .sorted()
                                .toList()
                                .equals(List.of(Role.LEADER, Role.FOLLOWER)));
    }

    @Test
    void a_leader_goes_on_while_the_api_server_answers_nobody() {
        Member one = leader();
        Member two = follower();
        long past = System.nanoTime() + LEASE.multipliedBy(2).toNanos();

        simulator.faults().failing(503, -1);
        new Awaited().until("the lease would have run out twice", () -> System.nanoTime() > past);

        assertThat(one.now().role()).isEqualTo(Role.LEADER);
        assertThat(one.now().problem()).contains("503");
        assertThat(two.now().role()).isEqualTo(Role.FOLLOWER);

        simulator.faults().clear();
        new Awaited()
                .until(
                        "one leads",
                        () -> members.stream()
                                                .filter(member -> member.now().role() == Role.LEADER)
                                                .count()
                                        == 1
                                && members.stream()
                                        .allMatch(
                                                member -> member.now().problem().isEmpty()));
    }

    @Test
    void a_leader_that_was_away_follows_whoever_has_taken_over() {
        Member one = leader();

        // Another has written itself into it meanwhile, as after a pause of the process.
        simulator.change(
                Resource.LEASES,
                "prodhealth",
                "prodhealth",
                lease -> ((ObjectNode) lease.path("spec")).put("holderIdentity", "other_10.0.0.2:9477"));

        one.await(Role.FOLLOWER);
        assertThat(one.now().other()).contains(new Replica("other", "10.0.0.2", 9477));
        one.await(Role.LEADER);
        assertThat(one.roles()).containsExactly(Role.LEADER, Role.FOLLOWER, Role.LEADER);
    }

    @Test
    void a_leader_whose_clock_is_behind_keeps_the_lead_while_it_renews() {
        Member one = leader();
        long end = System.nanoTime() + LEASE.multipliedBy(2).toNanos();
        String behind = "2020-01-01T00:00:0";

        new Awaited().until("another has renewed it for twice as long as it lasts", () -> {
            simulator.change(
                    Resource.LEASES,
                    "prodhealth",
                    "prodhealth",
                    lease -> ((ObjectNode) lease.path("spec"))
                            .put("holderIdentity", "behind_10.0.0.2:9477")
                            .put("renewTime", behind + (revision() % 10) + ".000000Z"));
            return System.nanoTime() > end;
        });

        assertThat(one.roles()).containsExactly(Role.LEADER, Role.FOLLOWER);
        assertThat(one.now().other()).contains(new Replica("behind", "10.0.0.2", 9477));
    }
}
