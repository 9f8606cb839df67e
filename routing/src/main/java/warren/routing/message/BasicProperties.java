package warren.routing.message;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The fourteen properties of class basic (AMQP 0-9-1, 1.8), read from the bytes of a content header. A property that was not sent is
 * empty, not a default.
 */
public final class BasicProperties {
    /** No property set. */
    public static final BasicProperties NONE = new Builder().build();

    /** Delivery mode of a message that should survive a restart. */
    public static final int PERSISTENT = 2;

    final Builder values;

    private BasicProperties(Builder values) {
        this.values = values;
    }

    public Optional<String> contentType() {
        return Optional.ofNullable(values.contentType);
    }

    public Optional<String> contentEncoding() {
        return Optional.ofNullable(values.contentEncoding);
    }

    /** The headers; empty when none were sent. */
    public FieldTable headers() {
        return values.headers == null ? FieldTable.EMPTY : values.headers;
    }

    /** 1 = transient, 2 = persistent; 0 to 255 on the wire. */
    public OptionalInt deliveryMode() {
        return values.deliveryMode == null ? OptionalInt.empty() : OptionalInt.of(values.deliveryMode);
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

    /** Milliseconds as text, not checked. */
    public Optional<String> expiration() {
        return Optional.ofNullable(values.expiration);
    }

    public Optional<String> messageId() {
        return Optional.ofNullable(values.messageId);
    }

    /** Opaque 64 bits, seconds since 1970 by convention. */
    public OptionalLong timestamp() {
        return values.timestamp == null ? OptionalLong.empty() : OptionalLong.of(values.timestamp);
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

    public Optional<String> clusterId() {
        return Optional.ofNullable(values.clusterId);
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /** Collects properties; a null means: not sent. */
    public static final class Builder {
        @Nullable
        String contentType;

        @Nullable
        String contentEncoding;

        @Nullable
        FieldTable headers;

        @Nullable
        Integer deliveryMode;

        @Nullable
        Integer priority;

        @Nullable
        String correlationId;

        @Nullable
        String replyTo;

        @Nullable
        String expiration;

        @Nullable
        String messageId;

        @Nullable
        Long timestamp;

        @Nullable
        String type;

        @Nullable
        String userId;

        @Nullable
        String appId;

        @Nullable
        String clusterId;

        /** Nothing set. */
        public Builder() {}

        private Builder(Builder from) {
            contentType = from.contentType;
            contentEncoding = from.contentEncoding;
            headers = from.headers;
            deliveryMode = from.deliveryMode;
            priority = from.priority;
            correlationId = from.correlationId;
            replyTo = from.replyTo;
            expiration = from.expiration;
            messageId = from.messageId;
            timestamp = from.timestamp;
            type = from.type;
            userId = from.userId;
            appId = from.appId;
            clusterId = from.clusterId;
        }

        public Builder contentType(@Nullable String value) {
            contentType = value;
            return this;
        }

        public Builder contentEncoding(@Nullable String value) {
            contentEncoding = value;
            return this;
        }

        public Builder headers(@Nullable FieldTable value) {
            headers = value;
            return this;
        }

        public Builder deliveryMode(@Nullable Integer value) {
            deliveryMode = value;
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

        public Builder timestamp(@Nullable Long value) {
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

        public Builder clusterId(@Nullable String value) {
            clusterId = value;
            return this;
        }

        /** An immutable copy. */
        public BasicProperties build() {
            return new BasicProperties(new Builder(this));
        }
    }
}
