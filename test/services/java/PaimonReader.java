import java.io.ByteArrayOutputStream;
import java.io.File;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.InternalArray;
import org.apache.paimon.data.InternalMap;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.disk.IOManager;
import org.apache.paimon.options.Options;
import org.apache.paimon.predicate.CompareUtils;
import org.apache.paimon.predicate.PredicateBuilder;
import org.apache.paimon.shade.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.paimon.shade.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.paimon.table.Table;
import org.apache.paimon.table.source.ReadBuilder;
import org.apache.paimon.types.ArrayType;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DecimalType;
import org.apache.paimon.types.MapType;
import org.apache.paimon.types.RowType;

/** PaimonReader OUTPUT ANSWERS WAREHOUSE: as read_pypaimon.py; sums are those of canon.py. */
public class PaimonReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception {
        Options options = new Options();
        options.set("warehouse", args[2]);
        String endpoint = System.getenv("AWS_ENDPOINT_URL");
        if (endpoint != null) {
            options.set("s3.endpoint", endpoint);
            options.set("s3.access-key", System.getenv("AWS_ACCESS_KEY_ID"));
            options.set("s3.secret-key", System.getenv("AWS_SECRET_ACCESS_KEY"));
            options.set("s3.path.style.access", "true");
        }
        Catalog catalog = CatalogFactory.createCatalog(CatalogContext.create(options));
        Map<String, Object> readings = new LinkedHashMap<>();
        Iterator<Map.Entry<String, JsonNode>> tables = JSON.readTree(new File(args[1])).fields();
        while (tables.hasNext()) {
            Map.Entry<String, JsonNode> entry = tables.next();
            readings.put(entry.getKey(), read(catalog.getTable(Identifier.fromString(entry.getKey())), entry.getValue().get("filters")));
        }
        JSON.writeValue(new File(args[0]), readings);
    }

    private static Map<String, Object> read(Table table, JsonNode filters) throws Exception {
        RowType type = table.rowType();
        List<Object[]> rows = scan(table, null);
        Map<String, Object> reading = sums(type, rows);
        Map<String, Object> found = new LinkedHashMap<>();
        for (int i = 0; i < type.getFieldCount(); i++) {
            String column = type.getFieldNames().get(i);
            if (filters.has(column)) {
                found.put(column, byFilters(table, rows, i, filters.get(column).get("value")));
            }
        }
        reading.put("filters", found);
        return reading;
    }

    /** What filtered scans find of a column, and beside it what the plain scan's rows say they should. */
    private static Map<String, Object> byFilters(Table table, List<Object[]> rows, int index, JsonNode literal) throws Exception {
        DataType type = table.rowType().getTypeAt(index);
        PredicateBuilder builder = new PredicateBuilder(table.rowType());
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("value", literal);
        counts.put("isNull", scan(table, builder.isNull(index)).size());
        counts.put("plainIsNull", count(rows, index, value -> value == null));
        counts.put("isNotNull", scan(table, builder.isNotNull(index)).size());
        if (literal.isNull()) return counts;
        Object value = parse(literal.fields().next().getValue(), type);
        counts.put("equal", scan(table, builder.equal(index, value)).size());
        counts.put("plainEqual", count(rows, index, other -> other != null && compare(type, other, value) == 0));
        counts.put("less", scan(table, builder.lessThan(index, value)).size());
        counts.put("plainLess", count(rows, index, other -> other != null && compare(type, other, value) < 0));
        return counts;
    }

    /** Paimon compares bytes with their sign when it looks at rows, without it (as SQL does) when it looks at Parquet pages. */
    private static int compare(DataType type, Object value, Object literal) {
        if (value instanceof byte[]) return Arrays.compareUnsigned((byte[]) value, (byte[]) literal);
        return CompareUtils.compareLiteral(type, value, literal);
    }

    private static long count(List<Object[]> rows, int index, Predicate<Object> wanted) {
        return rows.stream().filter(row -> wanted.test(row[index])).count();
    }

    private static List<Object[]> scan(Table table, org.apache.paimon.predicate.Predicate predicate) throws Exception {
        RowType type = table.rowType();
        ReadBuilder builder = table.newReadBuilder();
        if (predicate != null) builder = builder.withFilter(predicate);
        InternalRow.FieldGetter[] getters = new InternalRow.FieldGetter[type.getFieldCount()];
        for (int i = 0; i < getters.length; i++) getters[i] = InternalRow.createFieldGetter(type.getTypeAt(i), i);
        List<Object[]> rows = new ArrayList<>();
        IOManager io = IOManager.create(System.getProperty("java.io.tmpdir"));
        builder.newRead().executeFilter().withIOManager(io).createReader(builder.newScan().plan().splits()).forEachRemaining(row -> {
            Object[] values = new Object[getters.length];
            for (int i = 0; i < getters.length; i++) values[i] = kept(getters[i].getFieldOrNull(row), type.getTypeAt(i));
            rows.add(values);
        });
        return rows;
    }

    /** Readers use their buffers again: nested values become their canonical bytes at once, texts are copied. */
    private static Object kept(Object value, DataType type) {
        if (value instanceof BinaryString) return ((BinaryString) value).copy();
        boolean nested = value instanceof InternalArray || value instanceof InternalMap || value instanceof InternalRow;
        return nested ? new Canonical(canon(value, type)) : value;
    }

    private static final class Canonical {
        final byte[] bytes;

        Canonical(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private static Map<String, Object> sums(RowType type, List<Object[]> rows) throws Exception {
        int width = type.getFieldCount();
        long[] sums = new long[width];
        long[] nulls = new long[width];
        long rowSum = 0;
        for (Object[] row : rows) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            for (int i = 0; i < width; i++) {
                byte[] part = canon(row[i], type.getTypeAt(i));
                if (i > 0) whole.write(0x1f);
                whole.writeBytes(part);
                sums[i] += digest(part);
                if (row[i] == null) nulls[i]++;
            }
            rowSum += digest(whole.toByteArray());
        }
        Map<String, Object> columns = new LinkedHashMap<>();
        for (int i = 0; i < width; i++) {
            Map<String, Object> column = new LinkedHashMap<>();
            column.put("checksum", Long.toUnsignedString(sums[i]));
            column.put("nulls", nulls[i]);
            columns.put(type.getFieldNames().get(i), column);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("rows", rows.size());
        result.put("row", Long.toUnsignedString(rowSum));
        result.put("columns", columns);
        return result;
    }

    private static long digest(byte[] bytes) throws Exception {
        return ByteBuffer.wrap(MessageDigest.getInstance("MD5").digest(bytes)).getLong();
    }

    private static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(String before, List<byte[]> parts, String after) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(text(before));
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) joined.write(',');
            joined.writeBytes(parts.get(i));
        }
        joined.writeBytes(text(after));
        return joined.toByteArray();
    }

    private static byte[] prefixed(char prefix, byte[] bytes) {
        return join(String.valueOf(prefix), List.of(bytes), "");
    }

    private static byte[] canon(Object value, DataType type) {
        if (value == null) return text("N");
        if (value instanceof Canonical) return ((Canonical) value).bytes;
        switch (type.getTypeRoot()) {
            case BOOLEAN:
                return text((Boolean) value ? "b1" : "b0");
            case FLOAT:
            case DOUBLE:
                double number = ((Number) value).doubleValue();
                return Double.isNaN(number) ? text("fNaN") : prefixed('f', ByteBuffer.allocate(8).putDouble(number).array());
            case DECIMAL:
                return text("d" + ((Decimal) value).toBigDecimal().toPlainString());
            case CHAR:
            case VARCHAR:
                return prefixed('s', ((BinaryString) value).toBytes());
            case BINARY:
            case VARBINARY:
                return prefixed('x', (byte[]) value);
            case DATE:
                return text("D" + value);
            case TIMESTAMP_WITHOUT_TIME_ZONE:
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE:
                return text("t" + ((Timestamp) value).toMicros());
            case ARRAY:
                return join("[", list((InternalArray) value, ((ArrayType) type).getElementType()), "]");
            case MAP:
                return canonMap((InternalMap) value, (MapType) type);
            case ROW:
                return canonRow((InternalRow) value, (RowType) type);
            default:
                return text("i" + value);
        }
    }

    private static List<byte[]> list(InternalArray array, DataType type) {
        InternalArray.ElementGetter getter = InternalArray.createElementGetter(type);
        List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) parts.add(canon(getter.getElementOrNull(array, i), type));
        return parts;
    }

    private static byte[] canonMap(InternalMap map, MapType type) {
        List<byte[]> keys = list(map.keyArray(), type.getKeyType());
        List<byte[]> values = list(map.valueArray(), type.getValueType());
        List<byte[]> pairs = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            ByteArrayOutputStream pair = new ByteArrayOutputStream();
            pair.writeBytes(keys.get(i));
            pair.write(':');
            pair.writeBytes(values.get(i));
            pairs.add(pair.toByteArray());
        }
        pairs.sort(Arrays::compareUnsigned);
        return join("{", pairs, "}");
    }

    private static byte[] canonRow(InternalRow row, RowType type) {
        List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < type.getFieldCount(); i++) {
            DataType field = type.getTypeAt(i);
            parts.add(canon(InternalRow.createFieldGetter(field, i).getFieldOrNull(row), field));
        }
        return join("[", parts, "]");
    }

    private static Object parse(JsonNode node, DataType type) {
        String text = node.asText();
        switch (type.getTypeRoot()) {
            case BOOLEAN:
                return node.asBoolean();
            case TINYINT:
                return Byte.valueOf(text);
            case SMALLINT:
                return Short.valueOf(text);
            case INTEGER:
                return Integer.valueOf(text);
            case BIGINT:
                return Long.valueOf(text);
            case FLOAT:
                return (float) Double.longBitsToDouble(Long.parseUnsignedLong(text, 16));
            case DOUBLE:
                return Double.longBitsToDouble(Long.parseUnsignedLong(text, 16));
            case DECIMAL:
                DecimalType decimal = (DecimalType) type;
                return Decimal.fromBigDecimal(new BigDecimal(text), decimal.getPrecision(), decimal.getScale());
            case DATE:
                return (int) java.time.LocalDate.parse(text).toEpochDay();
            case TIMESTAMP_WITHOUT_TIME_ZONE:
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE:
                return Timestamp.fromMicros(Long.parseLong(text));
            case BINARY:
            case VARBINARY:
                return java.util.HexFormat.of().parseHex(text);
            default:
                return BinaryString.fromString(text);
        }
    }
}
