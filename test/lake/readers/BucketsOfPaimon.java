import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.paimon.codegen.CodeGenUtils;
import org.apache.paimon.codegen.RecordComparator;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.schema.TableSchema;
import org.apache.paimon.shade.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.paimon.shade.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.paimon.table.sink.FixedBucketRowKeyExtractor;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataTypeJsonParser;

/**
 * BucketsOfPaimon INPUT OUTPUT: for each list of keys the bucket of each, and how many are less than the key before them by the order in
 * which Paimon keeps the rows of a file. Values are spelled as canon.py says.
 */
public class BucketsOfPaimon {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws Exception {
        List<Object> answers = new ArrayList<>();
        for (JsonNode asked : JSON.readTree(new File(args[0]))) answers.add(answer(asked));
        JSON.writeValue(new File(args[1]), answers);
    }

    private static Object answer(JsonNode asked) {
        List<DataField> fields = new ArrayList<>();
        List<String> names = new ArrayList<>();
        int[] indexes = new int[asked.get("types").size()];
        for (JsonNode type : asked.get("types")) {
            indexes[names.size()] = names.size();
            names.add("k" + names.size());
            fields.add(new DataField(fields.size(), "k" + fields.size(), DataTypeJsonParser.parseDataType(type).notNull()));
        }
        Map<String, String> options = Collections.singletonMap("bucket", asked.get("buckets").asText());
        TableSchema schema = new TableSchema(0, fields, fields.size() - 1, Collections.emptyList(), names, options, "");
        FixedBucketRowKeyExtractor extractor = new FixedBucketRowKeyExtractor(schema);
        RecordComparator comparator =
                CodeGenUtils.newRecordComparator(schema.logicalRowType().getFieldTypes(), indexes, true);
        List<Integer> buckets = new ArrayList<>();
        int outOfOrder = 0;
        GenericRow before = null;
        for (JsonNode key : asked.get("keys")) {
            GenericRow row = new GenericRow(names.size());
            for (int index = 0; index < names.size(); index++) {
                row.setField(index, ReadWithPaimon.parse(key.get(index).asText(), fields.get(index).type()));
            }
            extractor.setRecord(row);
            buckets.add(extractor.bucket());
            if (before != null && comparator.compare(before, row) > 0) outOfOrder++;
            before = row;
        }
        return Map.of("buckets", buckets, "outOfOrder", outOfOrder);
    }
}
