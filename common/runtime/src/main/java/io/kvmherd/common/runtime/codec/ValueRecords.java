package io.kvmherd.common.runtime.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.Serializers;
import io.kvmherd.common.failure.KvmherdException;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** Records with one component called {@code value} stand in JSON as that value alone: an id is a text, not an object. */
final class ValueRecords extends SimpleModule {
    private static final long serialVersionUID = 1L;

    ValueRecords() {
        super("value-records");
    }

    static boolean isValueRecord(Class<?> type) {
        if (!type.isRecord()) {
            return false;
        }
        RecordComponent[] components = type.getRecordComponents();
        return components.length == 1 && components[0].getName().equals("value");
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.addSerializers(new Serializers.Base() {
            @Override
            public @Nullable JsonSerializer<?> findSerializer(
                    SerializationConfig config, JavaType type, BeanDescription description) {
                return isValueRecord(type.getRawClass()) ? new Writer(type.getRawClass()) : null;
            }
        });
        context.addDeserializers(new Deserializers.Base() {
            @Override
            public @Nullable JsonDeserializer<?> findBeanDeserializer(
                    JavaType type, DeserializationConfig config, BeanDescription description) {
                return isValueRecord(type.getRawClass()) ? new Reader(type.getRawClass()) : null;
            }
        });
    }

    private static final class Writer extends JsonSerializer<Object> {
        private final Method accessor;

        Writer(Class<?> type) {
            this.accessor = type.getRecordComponents()[0].getAccessor();
        }

        @Override
        public void serialize(Object record, JsonGenerator generator, SerializerProvider provider) throws IOException {
            try {
                provider.defaultSerializeValue(accessor.invoke(record), generator);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(record.getClass().getName() + " cannot be read", e);
            }
        }
    }

    private static final class Reader extends JsonDeserializer<Object> {
        private final Constructor<?> constructor;
        private final Class<?> component;

        Reader(Class<?> type) {
            this.component = type.getRecordComponents()[0].getType();
            try {
                this.constructor = type.getDeclaredConstructor(component);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(type.getName() + " has no canonical constructor", e);
            }
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            Object value = context.readValue(parser, component);
            try {
                return constructor.newInstance(value);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof KvmherdException refused) {
                    throw context.instantiationException(constructor.getDeclaringClass(), refused);
                }
                throw new IllegalStateException(constructor + " failed", e);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(constructor + " cannot be called", e);
            }
        }
    }
}
