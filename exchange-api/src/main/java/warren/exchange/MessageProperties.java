package warren.exchange;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The properties of a message (AMQP 0-9-1, 1.8). One that was not sent is empty. Immutable. */
public final class MessageProperties {
    /** None set. */
    public static final MessageProperties NONE = new Builder().build();

    private final Builder values;

    private MessageProperties(Builder values) {
        this.values = values;
    }

    /** A builder without any property. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that begins with these. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /**
     * The headers, in their order; empty when none were sent. Values are String, Boolean, Byte, Short, Integer, Long, Float, Double,
     * {@link java.math.BigDecimal}, {@link Instant}, {@code byte[]}, List, Map, or null for a header without a value. Unsigned integers
     * come as the next larger type.
     */
    public Map<String, Object> headers() {
        return values.headers;
    }

    public Optional<String> contentType() {
        return Optional.ofNullable(values.contentType);
    }

    public Optional<String> contentEncoding() {
        return Optional.ofNullable(values.contentEncoding);
    }

    /** True for delivery mode 2. */
    public boolean isPersistent() {
        return values.persistent;
    }

    /** 0 to 255. */
    public OptionalInt priority() {
        return values.priority == null ? OptionalInt.empty() : OptionalInt.of(values.priority);
    }

    public Optional<String> correlationId() {
        return Optional.ofNullable(values.correlationId);
    }

    public Optional<String> replyTo() {
        return Optional.ofNullable(values.replyTo);
    }

    /** Milliseconds as text, as publishers send it. */
    public Optional<String> expiration() {
        return Optional.ofNullable(values.expiration);
    }

    public Optional<String> messageId() {
        return Optional.ofNullable(values.messageId);
    }

    /** To the second. */
    public Optional<Instant> timestamp() {
        return Optional.ofNullable(values.timestamp);
    }

    public Optional<String> type() {
        return Optional.ofNullable(values.type);
    }

    public Optional<String> userId() {
        return Optional.ofNullable(values.userId);
    }

    public Optional<String> appId() {
        return Optional.ofNullable(values.appId);
    }

    /** Collects properties; null takes one away. */
    public static final class Builder {
        private Map<String, Object> headers = Map.of();
        private @Nullable String contentType;
        private @Nullable String contentEncoding;
        private boolean persistent;
        private @Nullable Integer priority;
        private @Nullable String correlationId;
        private @Nullable String replyTo;
        private @Nullable String expiration;
        private @Nullable String messageId;
        private @Nullable Instant timestamp;
        private @Nullable String type;
        private @Nullable String userId;
        private @Nullable String appId;

        private Builder() {}

        private Builder(Builder from) {
            headers = from.headers;
            contentType = from.contentType;
            contentEncoding = from.contentEncoding;
            persistent = from.persistent;
            priority = from.priority;
            correlationId = from.correlationId;
            replyTo = from.replyTo;
            expiration = from.expiration;
            messageId = from.messageId;
            timestamp = from.timestamp;
            type = from.type;
            userId = from.userId;
            appId = from.appId;
        }

        /** Copies the map. */
        public Builder headers(Map<String, Object> value) {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(value));
            return this;
        }

        public Builder header(String name, Object value) {
            var more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return headers(more);
        }

        public Builder contentType(@Nullable String value) {
            contentType = value;
            return this;
        }

        public Builder contentEncoding(@Nullable String value) {
            contentEncoding = value;
            return this;
        }

        public Builder persistent(boolean value) {
            persistent = value;
            return this;
        }

        public Builder priority(@Nullable Integer value) {
            priority = value;
            return this;
        }

        public Builder correlationId(@Nullable String value) {
            correlationId = value;
            return this;
        }

        public Builder replyTo(@Nullable String value) {
            replyTo = value;
            return this;
        }

        public Builder expiration(@Nullable String value) {
            expiration = value;
            return this;
        }

        public Builder messageId(@Nullable String value) {
            messageId = value;
            return this;
        }

        public Builder timestamp(@Nullable Instant value) {
            timestamp = value;
            return this;
        }

        public Builder type(@Nullable String value) {
            type = value;
            return this;
        }

        public Builder userId(@Nullable String value) {
            userId = value;
            return this;
        }

        public Builder appId(@Nullable String value) {
            appId = value;
            return this;
        }

        /** An immutable copy. */
        public MessageProperties build() {
            return new MessageProperties(new Builder(this));
        }
    }
}
