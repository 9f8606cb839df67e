package warren.actors.extension;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The section {@code warren.extensions}.
 *
 * @param directory jars and folders of jars in it are loaded at the start; it need not be there
 * @param timeLimit of an answer to a batch, and of a validation
 * @param types a section for each type
 */
public record ExtensionSettings(Path directory, Duration timeLimit, Config types) {
    static ExtensionSettings from(Config extensions) {
        return new ExtensionSettings(
                Path.of(extensions.getString("directory")),
                extensions.getDuration("time-limit"),
                extensions.getConfig("types"));
    }
}
