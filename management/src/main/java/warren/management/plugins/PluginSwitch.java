package warren.management.plugins;

import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.pekko.Done;

/** Puts a plug-in to work while the broker runs, or out of it. {@code open} fails with the reason when that cannot be. */
public record PluginSwitch(
        Supplier<CompletionStage<Done>> open, Supplier<CompletionStage<Done>> close, BooleanSupplier isOpen) {}
