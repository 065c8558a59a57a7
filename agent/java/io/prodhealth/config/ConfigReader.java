package io.prodhealth.config;

import io.prodhealth.yaml.WrongYaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the configuration from its defaults, the file, the environment and the flags; the later wins. What is wrong is
 * collected, never thrown one by one, and a value is validated even where a later source replaces it.
 *
 * @param environment all variables; those that begin with PRODHEALTH_ are settings
 * @param flags flag to value as given: {@code --log.level} to {@code debug}
 */
public record ConfigReader(Map<String, String> environment, Map<String, String> flags) {
    public static final String FILE_FLAG = "--config.file";
    public static final String FILE_VARIABLE = "PRODHEALTH_CONFIG_FILE";
    static final String PREFIX = "PRODHEALTH_";

    /** A configuration of every setting with a reason takes 4 KiB. */
    private static final int FILE_LIMIT = 256 * 1024;

    /**
     * Kubernetes gives every pod variables for the Services of its namespace; a Service called prodhealth or
     * prodhealth-metrics must not stop the agent.
     */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "PRODHEALTH(_[A-Z0-9_]+)?_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

    public ConfigReader {
        environment = Map.copyOf(environment);
        flags = Map.copyOf(flags);
    }

    /** The file the settings come from; empty where none is named. */
    public Optional<String> file() {
        return Optional.ofNullable(flags.getOrDefault(FILE_FLAG, environment.get(FILE_VARIABLE)));
    }

    /** Reads everything anew. */
    public Config read() throws ConfigException {
        Layers layers = new Layers();
        file().ifPresent(file -> readFile(file, layers));
        for (var variable : new TreeMap<>(environment).entrySet()) {
            readVariable(variable.getKey(), variable.getValue(), layers);
        }
        for (var flag : new TreeMap<>(flags).entrySet()) {
            readFlag(flag.getKey(), flag.getValue(), layers);
        }
        return layers.config();
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * The text of a file that an operator wrote.
     *
     * @throws IOException also when it is longer than any such file, or no text in UTF-8; {@link #unreadable} has the words
     */
    static String text(Path file) throws IOException {
        byte[] bytes = bytes(file);
        if (bytes.length > FILE_LIMIT) {
            throw new TooLarge();
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /** The text of the file, for {@link ConfigReloader} to see whether it changed. */
    static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(FILE_LIMIT + 1);
        }
    }

    private void readFile(String file, Layers layers) {
        try {
            Optional<Yaml> document = Yaml.parse(text(Path.of(file)));
            document.ifPresent(yaml -> new FileLayer(file, layers).read(yaml));
        } catch (WrongYaml e) {
            layers.error(
                    e.line() == 0 ? file : file + ":" + e.line() + ":" + e.column(),
                    String.valueOf(e.getMessage()),
                    "",
                    "");
        } catch (IOException | InvalidPathException e) {
            layers.error(file, unreadable(file, e), "", "");
        }
    }

    /** Why a file cannot be read, for the sentence that names it. */
    static String unreadable(String file, Exception e) {
        return switch (e) {
            case NoSuchFileException ignored -> "there is no such file";
            case AccessDeniedException ignored -> "may not be read by this user";
            case InvalidPathException ignored -> "is not a path";
            case CharacterCodingException ignored -> "is not text in UTF-8";
            case TooLarge ignored -> "is larger than 256KiB";
            default -> Files.isDirectory(Path.of(file)) ? "is a directory" : "cannot be read: " + e.getMessage();
        };
    }

    private static void readVariable(String name, String value, Layers layers) {
        if (!name.startsWith(PREFIX) || name.equals(FILE_VARIABLE) || name.equals(WebConfigReader.VARIABLE)) {
            return;
        }
        List<String> names = new ArrayList<>();
        for (Setting<?> setting : Settings.ALL) {
            if (setting.variable().equals(name)) {
                layers.set(setting, value, name, "");
                return;
            }
            names.add(setting.variable().substring(PREFIX.length()));
        }
        if (!SERVICE_LINK.matcher(name).matches()) {
            String nearest = Nearest.to(name.substring(PREFIX.length()), names);
            layers.error(name, "unknown variable", "", nearest.isEmpty() ? "" : PREFIX + nearest);
        }
    }

    private static void readFlag(String flag, String value, Layers layers) {
        if (flag.equals(FILE_FLAG)) {
            return;
        }
        for (Setting<?> setting : Settings.ALL) {
            if (setting.flag().equals(flag)) {
                layers.set(setting, value, flag, "");
                return;
            }
        }
        layers.error(
                flag,
                "unknown flag",
                "",
                Nearest.to(flag, Settings.ALL.stream().map(Setting::flag).toList()));
    }
}
