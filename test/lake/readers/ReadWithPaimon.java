import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.apache.paimon.fs.Path;
import org.apache.paimon.predicate.Predicate;
import org.apache.paimon.predicate.PredicateBuilder;
import org.apache.paimon.shade.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.paimon.shade.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.paimon.table.Table;
import org.apache.paimon.table.source.DataSplit;
import org.apache.paimon.table.source.ReadBuilder;
import org.apache.paimon.table.source.Split;
import org.apache.paimon.types.ArrayType;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DecimalType;
import org.apache.paimon.types.MapType;
import org.apache.paimon.types.RowType;

/** ReadWithPaimon WAREHOUSE DATABASE TABLES OUTPUT: as read_with_pypaimon.py; values are spelled as canon.py says. */
public class ReadWithPaimon {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception {
        Catalog catalog = CatalogFactory.createCatalog(CatalogContext.create(new Path(args[0])));
        Map<String, Object> result = new LinkedHashMap<>();
        for (JsonNode described : JSON.readTree(new File(args[2]))) {
            String name = described.get("name").asText();
            Table table = catalog.getTable(Identifier.create(args[1], name));
            Map<String, Object> found = read(table, null, true);
            List<Object> filters = new ArrayList<>();
            for (JsonNode filter : described.get("filters")) filters.add(byFilter(table, filter));
            found.put("filters", filters);
            result.put(name, found);
        }
        JSON.writeValue(new File(args[3]), result);
    }

    private static Map<String, Object> byFilter(Table table, JsonNode filter) {
        try {
            return read(table, predicate(table.rowType(), filter), false);
        } catch (Exception error) {
            return Collections.singletonMap("error", String.valueOf(error));
        }
    }

    private static Predicate predicate(RowType type, JsonNode filter) {
        PredicateBuilder builder = new PredicateBuilder(type);
        int index = type.getFieldIndex(filter.get("column").asText());
        String op = filter.get("op").asText();
        if (op.equals("null")) return builder.isNull(index);
        Object literal = parse(filter.get("literal").asText(), type.getTypeAt(index));
        if (op.equals("=")) return builder.equal(index, literal);
        return op.equals("<") ? builder.lessThan(index, literal) : builder.greaterThan(index, literal);
    }

    private static Map<String, Object> read(Table table, Predicate predicate, boolean whole) throws Exception {
        ReadBuilder builder = table.newReadBuilder();
        if (predicate != null) builder = builder.withFilter(predicate);
        List<Split> splits = builder.newScan().plan().splits();
        int files = 0;
        for (Split split : splits) files += ((DataSplit) split).dataFiles().size();
        List<Object> rows = new ArrayList<>();
        List<Integer> ids = new ArrayList<>();
        RowType type = table.rowType();
        builder.newRead().executeFilter().createReader(splits).forEachRemaining(row -> {
            ids.add(row.getInt(0));
            if (whole) rows.add(canonRow(row, type));
        });
        Collections.sort(ids);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("files", files);
        result.put(whole ? "rows" : "ids", whole ? rows : ids);
        return result;
    }

    private static List<Object> canonRow(InternalRow row, RowType type) {
        List<Object> values = new ArrayList<>();
        for (int index = 0; index < type.getFieldCount(); index++) {
            DataType field = type.getTypeAt(index);
            values.add(canon(InternalRow.createFieldGetter(field, index).getFieldOrNull(row), field));
        }
        return values;
    }

    private static Object canon(Object value, DataType type) {
        if (value == null) return null;
        switch (type.getTypeRoot()) {
            case FLOAT:
                return String.format("%08x", Float.floatToIntBits((Float) value));
            case DOUBLE:
                return String.format("%016x", Double.doubleToLongBits((Double) value));
            case BINARY:
            case VARBINARY:
                StringBuilder hex = new StringBuilder();
                for (byte part : (byte[]) value) hex.append(String.format("%02x", part));
                return hex.toString();
            case DECIMAL:
                return ((Decimal) value).toBigDecimal().unscaledValue().toString();
            case TIMESTAMP_WITHOUT_TIME_ZONE:
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE:
                Timestamp moment = (Timestamp) value;
                BigInteger millis = BigInteger.valueOf(moment.getMillisecond());
                BigInteger nanos = BigInteger.valueOf(moment.getNanoOfMillisecond());
                return millis.multiply(BigInteger.valueOf(1_000_000)).add(nanos).toString();
            case ARRAY:
                return canonList((InternalArray) value, ((ArrayType) type).getElementType());
            case MAP:
                return canonMap((InternalMap) value, (MapType) type);
            case ROW:
                return canonRow((InternalRow) value, (RowType) type);
            default:
                return value.toString();
        }
    }

    private static List<Object> canonList(InternalArray array, DataType type) {
        InternalArray.ElementGetter getter = InternalArray.createElementGetter(type);
        List<Object> values = new ArrayList<>();
        for (int index = 0; index < array.size(); index++) values.add(canon(getter.getElementOrNull(array, index), type));
        return values;
    }

    private static List<List<Object>> canonMap(InternalMap map, MapType type) {
        List<Object> keys = canonList(map.keyArray(), type.getKeyType());
        List<Object> values = canonList(map.valueArray(), type.getValueType());
        List<List<Object>> pairs = new ArrayList<>();
        for (int index = 0; index < keys.size(); index++) {
            List<Object> pair = new ArrayList<>();
            pair.add(keys.get(index));
            pair.add(values.get(index));
            pairs.add(pair);
        }
        pairs.sort(Comparator.comparing(pair -> (String) pair.get(0)));
        return pairs;
    }

    static Object parse(String text, DataType type) {
        switch (type.getTypeRoot()) {
            case BOOLEAN:
                return Boolean.valueOf(text);
            case TINYINT:
                return Byte.valueOf(text);
            case SMALLINT:
                return Short.valueOf(text);
            case INTEGER:
            case DATE:
                return Integer.valueOf(text);
            case BIGINT:
                return Long.valueOf(text);
            case FLOAT:
                return Float.intBitsToFloat(Integer.parseUnsignedInt(text, 16));
            case DOUBLE:
                return Double.longBitsToDouble(Long.parseUnsignedLong(text, 16));
            case BINARY:
            case VARBINARY:
                byte[] bytes = new byte[text.length() / 2];
                for (int index = 0; index < bytes.length; index++) {
                    bytes[index] = (byte) Integer.parseInt(text.substring(2 * index, 2 * index + 2), 16);
                }
                return bytes;
            case DECIMAL:
                DecimalType decimal = (DecimalType) type;
                BigDecimal number = new BigDecimal(new BigInteger(text), decimal.getScale());
                return Decimal.fromBigDecimal(number, decimal.getPrecision(), decimal.getScale());
            case TIMESTAMP_WITHOUT_TIME_ZONE:
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE:
                long nanos = Long.parseLong(text);
                return Timestamp.fromEpochMillis(Math.floorDiv(nanos, 1_000_000), (int) Math.floorMod(nanos, 1_000_000L));
            default:
                return BinaryString.fromString(text);
        }
    }
}
