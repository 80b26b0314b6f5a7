package io.kvmherd.common.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvmherd.common.failure.ErrorCode;
import io.kvmherd.common.failure.KvmherdException;
import io.kvmherd.common.model.HostId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    private static final Path FILE = Path.of("/etc/kvmherd/kitchen.yaml");

    enum Colour {
        RED,
        DARK_BLUE
    }

    record Stove(@Default("4") int burners, @Default("gas") String fuel) {}

    record Shelf(String label, @Default("10") long capacityKg) {}

    record Kitchen(
            HostId host,
            Path door,
            @Default("15s") Duration pause,
            @Default("dark-blue") Colour colour,
            @Default("false") boolean open,
            Stove stove,
            List<String> cooks,
            List<Shelf> shelves,
            Optional<Shelf> spare,
            Map<String, Stove> guests) {
        Kitchen {
            if (cooks.size() > 2) {
                throw new KvmherdException(ErrorCode.INVALID_INPUT, "there are " + cooks.size() + " cooks; at most 2");
            }
        }
    }

    @Test
    void readsEveryKindOfValue() {
        String yaml = """
                host: h1
                door: keys/door.pem
                pause: 250ms
                colour: red
                open: true
                stove:
                  burners: 6
                cooks: [ann, "bob"]
                shelves:
                  - label: top
                    capacityKg: 3
                  - label: low
                spare:
                  label: extra
                guests:
                  h2:
                    fuel: wood
                """;

        Kitchen kitchen = parse(yaml);

        assertThat(kitchen)
                .isEqualTo(new Kitchen(
                        new HostId("h1"),
                        Path.of("/etc/kvmherd/keys/door.pem"),
                        Duration.ofMillis(250),
                        Colour.RED,
                        true,
                        new Stove(6, "gas"),
                        List.of("ann", "bob"),
                        List.of(new Shelf("top", 3), new Shelf("low", 10)),
                        Optional.of(new Shelf("extra", 10)),
                        Map.of("h2", new Stove(4, "wood"))));
    }

    @Test
    void takesTheDefaultOfWhatIsMissingOrEmpty() {
        Kitchen kitchen = parse("host: h1\ndoor: /d\ncooks:\npause:\n");

        assertThat(kitchen.pause()).isEqualTo(Duration.ofSeconds(15));
        assertThat(kitchen.colour()).isEqualTo(Colour.DARK_BLUE);
        assertThat(kitchen.stove()).isEqualTo(new Stove(4, "gas"));
        assertThat(kitchen.cooks()).isEmpty();
        assertThat(kitchen.spare()).isEmpty();
    }

    @Test
    void listsEveryKeyWithItsTypeAndDefault() {
        List<String> keys = ConfigFile.keys(Kitchen.class);

        assertThat(keys)
                .containsExactly(
                        "host: text, required",
                        "door: path, required",
                        "pause: duration = 15s",
                        "colour: colour = dark-blue",
                        "open: boolean = false",
                        "stove.burners: int = 4",
                        "stove.fuel: text = gas",
                        "cooks[]: text, optional",
                        "shelves[].label: text, required",
                        "shelves[].capacityKg: long = 10",
                        "spare?.label: text, required",
                        "spare?.capacityKg: long = 10",
                        "guests.*.burners: int = 4",
                        "guests.*.fuel: text = gas");
    }

    @Test
    void saysThatTheFileIsNotThere(@TempDir Path folder) {
        assertThatThrownBy(() -> ConfigFile.read(folder.resolve("none.yaml"), Kitchen.class))
                .isInstanceOfSatisfying(
                        KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_FAILED))
                .hasMessageContaining("none.yaml");
    }

    @Test
    void refusesAFileBeyondTheLimit(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("big.yaml"), "#".repeat(ConfigFile.MAX_BYTES + 1));

        assertThatThrownBy(() -> ConfigFile.read(file, Kitchen.class))
                .hasMessageContaining("at most " + ConfigFile.MAX_BYTES);
    }

    @Nested
    class Refuses {
        @Test
        void anUnknownKeyAndSuggestsTheNearest() {
            assertRefused(
                    "host: h1\ndoor: /d\npuase: 3s\n",
                    "kitchen.yaml:3: key \"puase\" is not known; did you mean \"pause\"?");
        }

        @Test
        void anUnknownKeyInASection() {
            assertRefused(
                    "host: h1\ndoor: /d\nstove:\n  burner: 3\n",
                    "kitchen.yaml:4: key \"stove.burner\" is not known; did you mean \"burners\"?");
        }

        @Test
        void aKeyThatResemblesNoneAndListsTheKnown() {
            assertRefused("host: h1\ndoor: /d\nstove:\n  xyzzy: 3\n", "known here are burners, fuel");
        }

        @Test
        void aMissingKey() {
            assertRefused("door: /d\n", "key \"host\" is missing and has no default");
        }

        @Test
        void aMissingKeyInAListedSection() {
            assertRefused("host: h1\ndoor: /d\nshelves:\n- capacityKg: 3\n", "key \"shelves[0].label\" is missing");
        }

        @Test
        void aTextWhereANumberBelongs() {
            assertRefused(
                    "host: h1\ndoor: /d\nstove:\n  burners: many\n",
                    "kitchen.yaml:4: key \"stove.burners\" is \"many\"; it must be a whole number");
        }

        @Test
        void aDurationWithoutUnit() {
            assertRefused(
                    "host: h1\ndoor: /d\npause: 15\n", "key \"pause\" is \"15\"; it must be a duration such as 500ms");
        }

        @Test
        void aChoiceThatIsNone() {
            assertRefused("host: h1\ndoor: /d\ncolour: green\n", "it must be one of red, dark-blue");
        }

        @Test
        void aSectionWhereAValueBelongs() {
            assertRefused("host: {a: b}\ndoor: /d\n", "kitchen.yaml:1: key \"host\" must be text");
        }

        @Test
        void aValueWhereAListBelongs() {
            assertRefused("host: h1\ndoor: /d\ncooks: ann\n", "kitchen.yaml:3: key \"cooks\" must be a list");
        }

        @Test
        void aValueWhereASectionBelongs() {
            assertRefused("host: h1\ndoor: /d\nstove: hot\n", "key \"stove\" must be a section");
        }

        @Test
        void aKeyThatStandsThereTwice() {
            assertRefused("host: h1\nhost: h2\ndoor: /d\n", "kitchen.yaml:2: key \"host\" stands there twice");
        }

        @Test
        void whatTheIdItselfRefuses() {
            assertRefused("host: Not A Name\ndoor: /d\n", "key \"host\" is not valid: host name \"Not A Name\"");
        }

        @Test
        void whatTheRecordItselfRefuses() {
            assertRefused("host: h1\ndoor: /d\ncooks: [a, b, c]\n", "there are 3 cooks; at most 2");
        }

        @Test
        void whatIsNotYaml() {
            assertRefused("host: [h1\ndoor: /d\n", "kitchen.yaml:2: is not YAML");
        }

        private void assertRefused(String yaml, String message) {
            assertThatThrownBy(() -> parse(yaml))
                    .isInstanceOfSatisfying(
                            KvmherdException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
                    .hasMessageContaining(message);
        }
    }

    private static Kitchen parse(String yaml) {
        return ConfigFile.parse(FILE, yaml, Kitchen.class);
    }

    @Test
    void readsANumberThatMayBeMissing() {
        assertThat(ConfigFile.parse(FILE, "ratio: 1.5\n", Maybe.class).ratio()).contains(1.5);
        assertThat(ConfigFile.parse(FILE, "", Maybe.class).ratio()).isEmpty();
        assertThatThrownBy(() -> ConfigFile.parse(FILE, "ratio: much\n", Maybe.class))
                .hasMessageContaining("a number");
    }

    record Maybe(Optional<Double> ratio) {}
}
