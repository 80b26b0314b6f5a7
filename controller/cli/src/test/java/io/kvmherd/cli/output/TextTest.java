package io.kvmherd.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvmherd.cli.Samples;
import io.kvmherd.cli.listing.Wanted;
import io.kvmherd.common.api.EventResource;
import io.kvmherd.common.api.ExplanationResource;
import io.kvmherd.common.api.GuestResource;
import io.kvmherd.common.api.HostExplanationResource;
import io.kvmherd.common.api.HostResource;
import io.kvmherd.common.api.MessageResource;
import io.kvmherd.common.api.OperationResource;
import io.kvmherd.common.api.OperationResource.Kind;
import io.kvmherd.common.api.OperationResource.State;
import io.kvmherd.common.api.PlanResource;
import io.kvmherd.common.api.ProgressResource;
import io.kvmherd.common.api.VerdictResource;
import io.kvmherd.common.model.GuestState;
import io.kvmherd.common.model.HostId;
import io.kvmherd.common.model.ModeSource;
import io.kvmherd.common.model.OutsideChange.What;
import io.kvmherd.common.model.ReasonCode;
import io.kvmherd.common.model.Verdict;
import io.kvmherd.common.model.Wish;
import io.kvmherd.common.runtime.codec.JsonCodec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class TextTest {

    @Test
    void listsHostsByNameWithUnits() {
        List<String> lines = HostColumns.LISTING
                .view(Wanted.NOTHING)
                .table(List.of(Samples.host("h2", "GenuineIntel"), Samples.host("h1", "AuthenticAMD")));

        assertThat(String.join("\n", lines)).isEqualTo("""
                HOST  DUTY    SEEN  CPU    VCPUS  MEMORY PROMISED  AVAILABLE  GUESTS  REPORT AGE
                h1    active  up    AMD    12/41    10.2/14.0 GiB    6.0 GiB     6+1       1.2 s
                h2    active  up    Intel  12/41    10.2/14.0 GiB    6.0 GiB     6+1       1.2 s""");
    }

    @Test
    void showsAHostInFull() {
        List<String> lines = HostText.details(Samples.host("h1", "AuthenticAMD"));

        assertThat(String.join("\n", lines)).isEqualTo("""
                host          h1
                duty          active
                mode          managed
                seen          up
                report        1.2 s old
                cpu           AuthenticAMD EPYC, 8 cores, 16 threads
                cpu used      2.4 threads
                vcpus         12 of 41 (ratio 400 %)
                memory        16.0 GiB, for guests 14.0 GiB
                promised      10.2/14.0 GiB (ratio 100 %)
                guaranteed    2.0/14.0 GiB
                available     6.0 GiB
                pressure      cpu 1.2 %, memory 0.0 %, io 0.3 %
                guests        6 managed, 1 not managed
                labels        rack-3, ssd
                networks      default
                links         br0, eth0
                qemu          7.2.1
                libvirt       9.0.0
                migration at  10.0.0.11
                migrations    at most 2 out (the cluster's), 2 in (the cluster's)
                migration tls ready
                pool images   netfs, 294.1 GiB free of 500.0 GiB, shared with h2""");
    }

    @Test
    void marksAGuestThatOthersChangedAndSaysWhatCanBeDone() {
        GuestResource guest =
                Samples.changedOutside(Samples.guest("web-1", GuestState.SHUT_OFF, Wish.RUNNING), What.SHUT_DOWN);

        assertThat(GuestColumns.LISTING
                        .view(Wanted.NOTHING)
                        .table(List.of(guest))
                        .getLast())
                .endsWith("outside: shut down");
        assertThat(GuestText.details(guest))
                .endsWith(
                        "Done by others, as far as it was noticed:",
                        "  " + Units.time(guest.outside().getFirst().at()) + "  shut down on h1  (open)",
                        "Take it as it is: kvmherd guest accept web-1",
                        "Bring it back:    kvmherd guest restore web-1");
    }

    @Test
    void marksAHostThatIsOnlyObserved() {
        HostResource observed = Samples.observedHost("h1", ModeSource.AGENT, ModeSource.CLUSTER);

        assertThat(HostColumns.LISTING
                        .view(Wanted.NOTHING)
                        .table(List.of(observed))
                        .getLast())
                .contains("active, observed");
        assertThat(HostText.details(observed)).contains("mode          only observed (says: agent, cluster)");
    }

    @Test
    void saysThatAPlanOfAnObservedHostCannotBeApplied() {
        PlanResource plan = JsonCodec.wire()
                .readText(
                        Samples.json(Samples.evacuationPlan()).replace("\"observed\":[]", "\"observed\":[\"h1\"]"),
                        PlanResource.class);

        assertThat(PlanText.lines(plan).get(1)).contains("if all were managed. Host h1 is only observed.");
        assertThat(PlanText.howToApply(plan)).contains("cannot be applied").doesNotContain("plan apply");
    }

    @Test
    void listsGuestsAndWhatShouldBeOtherwise() {
        List<String> lines = GuestColumns.LISTING
                .view(Wanted.NOTHING)
                .table(List.of(
                        Samples.guest("web-2", GuestState.SHUT_OFF, Wish.RUNNING),
                        Samples.guest("web-1", GuestState.RUNNING, Wish.RUNNING)));

        assertThat(String.join("\n", lines)).isEqualTo("""
                GUEST  STATE                     HOST  VCPUS   MEMORY  RESIDENT  CAN MOVE TO  NOW
                web-1  running                   h1        2  2.0 GiB   1.3 GiB      2 hosts
                web-2  shut off (wish: running)  h1        2  2.0 GiB         -            -""");
    }

    @Test
    void namesTheCommonestObstacleOfAGuestThatCanGoNowhere() {
        List<String> lines = GuestColumns.LISTING.view(Wanted.NOTHING).table(List.of(Samples.stuckGuest("web-1")));

        assertThat(String.join("\n", lines)).isEqualTo("""
                GUEST  STATE    HOST  VCPUS   MEMORY  RESIDENT  CAN MOVE TO  NOW
                web-1  running  h1        2  2.0 GiB   1.3 GiB   none (cpu)""");
        assertThat(GuestText.details(Samples.stuckGuest("web-1")))
                .contains("can move to   none (cpu)", "elsewhere     cpu stops 3 hosts");
    }

    @Test
    void saysWhatAHostsCpuMeansForOthersAndWhoCannotLeaveIt() {
        HostExplanationResource explanation = new HostExplanationResource(
                new HostId("h3"),
                Verdict.YES,
                List.of(),
                List.of(
                        new HostExplanationResource.Mobility(
                                Samples.WEB,
                                "web-1",
                                0,
                                List.of(new HostExplanationResource.Obstacle(ReasonCode.CPU_FEATURES_MISSING, 2))),
                        new HostExplanationResource.Mobility(Samples.WEB, "web-2", 1, List.of())),
                7,
                new HostExplanationResource.CpuReach(14, 12, List.of("erms", "pku"), List.of("db-1", "web-7"), 3));

        assertThat(String.join("\n", ExplanationText.reach(explanation))).isEqualTo("""
                cpu reach     12 of 14 guests on other hosts of this maker could move here for their CPU; not db-1,
                              web-7, for features that it lacks: erms, pku; 3 guests on hosts of other makers, never
                              live
                cannot leave  web-1 - cpu features missing (2)""");
    }

    @Test
    void tellsOfAHostWhatItsStateDoesNotSay() {
        MessageResource said = new MessageResource("Host h3 joined the cluster.", "", "See what it has.");

        assertThat(EventText.line(Samples.event(EventResource.Type.HOST, "h3", said)))
                .isEqualTo("03-01 08:15:30  host       h3: Host h3 joined the cluster. See what it has.");
        assertThat(EventText.line(Samples.event(EventResource.Type.CLUSTER, "cluster", said)))
                .isEqualTo("03-01 08:15:30  cluster    Host h3 joined the cluster. See what it has.");
    }

    @Test
    void listsOperationsWithinAHundredColumns() {
        List<String> lines = OperationColumns.LISTING
                .view(Wanted.NOTHING)
                .table(List.of(Samples.sending(61), Samples.operation(Kind.START, State.SUCCEEDED)));

        assertThat(String.join("\n", lines)).isEqualTo("""
                OPERATION                             WHAT                    STATE         CREATED (UTC)
                0195a3c1-7c1e-7d3a-b5a2-0c6c1b5f7e21  migrate web-1 h1 -> h2  running 61 %  03-01 08:15:30
                0195a3c1-7c1e-7d3a-b5a2-0c6c1b5f7e21  start web-1             succeeded     03-01 08:15:30""");
    }

    @Test
    void numbersAPlansStepsAndShowsWhatItDoesToHeadroom() {
        List<String> lines = PlanText.lines(Samples.blockedPlan());

        assertThat(String.join("\n", lines)).isEqualTo("""
                Plan to evacuate h1: 2 steps, 2 cold moves, about 42 s for the live moves, 1 guest cannot move.

                STEP  ACTION   GUEST  FROM  TO  AFTER   MEMORY  TIME  RATE
                   1  migrate  web-1  h1    h2  -      2.0 GiB  21 s  measured over 3 migrations
                   2  migrate  web-2  h1    h2  1      2.0 GiB  21 s  measured over 3 migrations

                HOST  PROMISED BEFORE    AFTER     LIMIT      LEFT
                h1            4.2 GiB    0 MiB  14.0 GiB  14.0 GiB
                h2            4.1 GiB  8.2 GiB  14.0 GiB   5.8 GiB

                Guest db-1 cannot move and stays:
                  h3  no    A running guest cannot move between CPUs of different makers: it runs on AuthenticAMD,
                            the host has GenuineIntel.
                            -> Nothing overrides this; choose a host of the same maker, or shut the guest down and
                               start it on the other host.

                Guest batch-1 cannot move and is asked to shut down, as it allows:
                  h3  no    A running guest cannot move between CPUs of different makers: it runs on AuthenticAMD,
                            the host has GenuineIntel.
                            -> Nothing overrides this; choose a host of the same maker, or shut the guest down and
                               start it on the other host.

                Guest cold-1 moves cold, shut down on h1 and started on h2, as its evacuation policy says.

                Guest cold-2 moves cold, shut down on h1 and started on h2, as its evacuation policy allows, because
                it cannot move live:
                  h3  no    A running guest cannot move between CPUs of different makers: it runs on AuthenticAMD,
                            the host has GenuineIntel.
                            -> Nothing overrides this; choose a host of the same maker, or shut the guest down and
                               start it on the other host.

                Asked to shut down, as their evacuation policy says, and started again when their host gets its
                guests back: batch-2

                Left running, as their evacuation policy says; their host is not called empty: pet-1

                Off, and staying defined where they are: old-1, old-2""");
    }

    @Test
    void saysHowFarAnEvacuationIsWithEachHost() {
        List<String> lines = OperationText.details(Samples.evacuation(
                OperationResource.State.RUNNING, List.of(new HostId("h1"), new HostId("h2")), List.of(), List.of()));

        assertThat(String.join("\n", lines))
                .contains("evacuate h1, h2")
                .contains("host h2")
                .contains("3 done, 1 under way, 2 left");
    }

    @Test
    void saysUntilWhenAndHowAPlanCanBeApplied() {
        String text = PlanText.howToApply(Samples.evacuationPlan());

        assertThat(text)
                .isEqualTo("Nothing was done. To do it, until 2026-03-01 08:25:30 UTC: kvmherd plan apply "
                        + Samples.PLAN);
    }

    @Test
    void explainsAGuestHostByHost() {
        VerdictResource yes = new VerdictResource(
                new HostId("h2"),
                Verdict.YES,
                List.of(),
                List.of(new VerdictResource.Score("memory", 0.62), new VerdictResource.Score("spread", 0.25)));
        ExplanationResource explanation = new ExplanationResource(
                Samples.WEB,
                "web-1",
                ExplanationResource.Question.MOVE,
                Optional.of(new HostId("h1")),
                List.of(yes, Samples.otherMaker("host-3")),
                1,
                4_182);

        assertThat(String.join("\n", ExplanationText.ofGuest(explanation))).isEqualTo("""
                Guest web-1 is on h1. It could move live to 1 of 2 hosts.

                h2      yes   score 0.87 (memory 0.62, spread 0.25)
                host-3  no    A running guest cannot move between CPUs of different makers: it runs on AuthenticAMD,
                              the host has GenuineIntel.
                              -> Nothing overrides this; choose a host of the same maker, or shut the guest down and
                                 start it on the other host.""");
    }

    @Test
    void drawsProgressWithRateAndTimeLeft() {
        assertThat(ProgressText.bar(Samples.progress(50)))
                .isEqualTo("[############------------]  50 %  1.0/2.0 GiB  100.0 MiB/s  8 s left");
    }

    @Test
    void saysWhyAMigrationGetsNoNearerToItsEnd() {
        long mib = 1_024 * 1_024;
        ProgressResource losing = new ProgressResource(
                2_048 * mib,
                5_000 * mib,
                512 * mib,
                100 * mib,
                140 * mib,
                4,
                60_000,
                0,
                OptionalInt.of(75),
                OptionalLong.empty(),
                false,
                true,
                400,
                20,
                0,
                0);

        assertThat(ProgressText.words(losing))
                .isEqualTo(
                        "75 %, 1.5/2.0 GiB, 100.0 MiB/s, pass 4, will not converge at this rate: the guest dirties 140.0 MiB/s,"
                                + " guest slowed by 20 %");
    }

    @Test
    void tellsToRemoveOnlyFilesThatNobodyUses() {
        String original = String.join("\n", OperationText.details(Samples.left(State.SUCCEEDED, "h1:/srv/web.raw")));
        String copy = String.join("\n", OperationText.details(Samples.left(State.FAILED, "h2:/srv/web.raw")));

        assertThat(original)
                .contains("h1:/srv/web.raw; nobody uses it any more")
                .contains("vol-delete");
        assertThat(copy)
                .contains("h2:/srv/web.raw; a copy that was not removed")
                .doesNotContain("vol-delete");
    }

    @Test
    void writesQuantitiesAsPeopleDo() {
        assertThat(Units.mib(512)).isEqualTo("512 MiB");
        assertThat(Units.mib(1_536)).isEqualTo("1.5 GiB");
        assertThat(Units.mib(3L * 1_024 * 1_024)).isEqualTo("3.0 TiB");
        assertThat(Units.bytes(10_240)).isEqualTo("10 KiB");
        assertThat(Units.seconds(59)).isEqualTo("59 s");
        assertThat(Units.seconds(63)).isEqualTo("1 min 3 s");
        assertThat(Units.seconds(7_200)).isEqualTo("2 h");
        assertThat(Units.age(12_300)).isEqualTo("12 s");
    }
}
