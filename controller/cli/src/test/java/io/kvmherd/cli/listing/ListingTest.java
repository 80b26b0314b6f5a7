package io.kvmherd.cli.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ListingTest {
    private static final List<Ship> SHIPS = List.of(
            new Ship("s10", DayOfWeek.MONDAY, OptionalLong.of(9), List.of("big", "old")),
            new Ship("s2", DayOfWeek.SUNDAY, OptionalLong.of(10), List.of("old")),
            new Ship("S2", DayOfWeek.MONDAY, OptionalLong.empty(), List.of()));

    private static final Listing<Ship> LISTING = new Listing<>(
            "ships",
            Listing.Usual.BY_IDENTIFIER,
            List.of(
                    Column.of("ship", "SHIP", ship -> Cell.name(ship.name())),
                    Column.of("sails", "SAILS", ship -> Cell.word("on " + ship.sails(), ship.sails())),
                    Column.of("load", ">LOAD", ListingTest::load),
                    Column.wide("labels", "LABELS", ship -> Cell.names(ship.labels()))));

    private record Ship(String name, DayOfWeek sails, OptionalLong load, List<String> labels) {}

    @Nested
    final class Tables {
        @Test
        void standInTheUsualOrderWithTheColumnsThatEveryTableHas() {
            assertThat(String.join("\n", view().table(SHIPS))).isEqualTo("""
                    SHIP  SAILS      LOAD
                    S2    on MONDAY     -
                    s2    on SUNDAY  10 t
                    s10   on MONDAY   9 t""");
        }

        @Test
        void haveAllColumnsWhenTheyAreWide() {
            assertThat(view().wide(SHIPS)).first().asString().matches("SHIP +SAILS +LOAD +LABELS");
        }

        @Test
        void haveTheColumnsThatWereAskedForInThatOrder() {
            View<Ship> asked = LISTING.view(new Wanted(List.of("labels", "Ship"), "", List.of()));

            assertThat(asked.table(SHIPS))
                    .containsExactly("LABELS   SHIP", "-        S2", "old      s2", "big,old  s10");
            assertThat(asked.wide(SHIPS)).isEqualTo(asked.table(SHIPS));
        }

        @Test
        void haveTheirHeadersOverNothing() {
            assertThat(view().table(List.of())).containsExactly("SHIP  SAILS  LOAD");
        }

        @Test
        void ofTenThousandRowsAreWrittenWithTheWidthsOfAll() {
            List<Ship> many = new ArrayList<>();
            for (int number = 1; number <= 10_000; number++) {
                many.add(new Ship("s" + number, DayOfWeek.FRIDAY, OptionalLong.of(number), List.of()));
            }

            assertThat(view().table(many))
                    .hasSize(10_001)
                    .startsWith("SHIP    SAILS         LOAD", "s1      on FRIDAY      1 t");
        }
    }

    @Nested
    final class Names {
        @Test
        void standOneALine() {
            assertThat(view().names(SHIPS)).containsExactly("S2", "s2", "s10");
        }

        @Test
        void areNoneForNothing() {
            assertThat(view().names(List.of())).isEmpty();
        }
    }

    @Nested
    final class SortingBy {
        @Test
        void numbersComparesThemAsNumbers() {
            assertThat(sorted("load")).containsExactly("s10", "s2", "S2");
        }

        @Test
        void theOtherDirectionStillHasNothingLast() {
            assertThat(sorted("load:desc")).containsExactly("s2", "s10", "S2");
        }

        @Test
        void textComparesItAsPeopleCount() {
            assertThat(sorted("ship:asc")).containsExactly("S2", "s2", "s10");
        }

        @Test
        void whatIsEqualKeepsTheUsualOrder() {
            assertThat(LISTING.view(new Wanted(List.of(), "sails", List.of())).names(SHIPS))
                    .containsExactly("S2", "s10", "s2");
        }

        @Test
        void noKnownDirectionIsRefused() {
            assertThatThrownBy(() -> sorted("load:down")).hasMessageContaining("\"down\"; it must be asc or desc");
        }

        private List<String> sorted(String sort) {
            return picked(new Wanted(List.of(), sort, List.of()));
        }
    }

    @Nested
    final class Selecting {
        @Test
        void nothingLeavesAllInTheOrderTheyWereGiven() {
            assertThat(view().pick(SHIPS)).isEqualTo(SHIPS);
        }

        @Test
        void takesWordsInAnyCaseAndAsTheyAreShown() {
            assertThat(selected("sails=monday")).containsExactly("s10", "S2");
            assertThat(selected("sails=on sunday")).containsExactly("s2");
        }

        @Test
        void tellsNamesApartByTheirLetters() {
            assertThat(selected("ship=s2")).containsExactly("s2");
        }

        @Test
        void findsOneOfSeveralLabels() {
            assertThat(selected("labels=old")).containsExactly("s10", "s2");
            assertThat(selected("labels!=big")).containsExactly("s2", "S2");
        }

        @Test
        void takesNumbersWithTheirUnitAndWithout() {
            assertThat(selected("load==9")).isEqualTo(selected("load=9 t")).containsExactly("s10");
        }

        @Test
        void findsWhatHasNothing() {
            assertThat(selected("load=")).containsExactly("S2");
            assertThat(selected("labels!=")).containsExactly("s10", "s2");
        }

        @Test
        void wantsAllConditionsToHold() {
            assertThat(selected("sails=monday", "labels=old")).containsExactly("s10");
        }

        @Test
        void refusesWhatIsNoCondition() {
            assertThatThrownBy(() -> selected("monday"))
                    .hasMessage("the selector \"monday\" is neither COLUMN=VALUE nor COLUMN!=VALUE, such as ship=h1");
        }

        private List<String> selected(String... conditions) {
            return picked(new Wanted(List.of(), "", List.of(conditions)));
        }
    }

    @Nested
    final class UnknownColumns {
        @Test
        void areRefusedWithTheNearestAndAllThereAre() {
            assertThatThrownBy(() -> LISTING.view(new Wanted(List.of("lables"), "", List.of())))
                    .isInstanceOf(KvmherdException.class)
                    .hasMessage(
                            "ships have no column \"lables\"; the nearest is labels, and all there are: ship, sails,"
                                    + " load, labels")
                    .extracting(thrown -> ((KvmherdException) thrown).code())
                    .isEqualTo(ErrorCode.INVALID_INPUT);
        }

        @Test
        void areRefusedWhereverTheyStand() {
            assertThatThrownBy(() -> LISTING.view(new Wanted(List.of(), "shp:desc", List.of())))
                    .hasMessageContaining("the nearest is ship");
            assertThatThrownBy(() -> LISTING.view(new Wanted(List.of(), "", List.of("lod!=1"))))
                    .hasMessageContaining("the nearest is load");
        }
    }

    @Test
    void refusesTwoColumnsOfOneName() {
        Column<Ship> column = Column.of("ship", "SHIP", ship -> Cell.name(ship.name()));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Listing<>("ships", Listing.Usual.AS_GIVEN, List.of(column, column)));
    }

    private static View<Ship> view() {
        return LISTING.view(Wanted.NOTHING);
    }

    private static List<String> picked(Wanted wanted) {
        return LISTING.view(wanted).pick(SHIPS).stream().map(Ship::name).toList();
    }

    private static Cell load(Ship ship) {
        return ship.load().isPresent()
                ? Cell.number(ship.load().getAsLong(), ship.load().getAsLong() + " t")
                : Cell.none("-");
    }
}
