import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.paimon.Snapshot;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.options.Options;
import org.apache.paimon.reader.RecordReader;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.Table;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;
import org.apache.paimon.table.source.ReadBuilder;

/**
 * InsertWithPaimon OUTPUT WAREHOUSE DATABASE TABLE FIRST COMMITS ROWS: inserts rows into a table of events (id BIGINT, ..., p
 * STRING), each commit ROWS of them with ids from FIRST on, and writes what it then counts. The store
 * is that of the AWS_ variables; where JDBC_CATALOG is set, the catalog is the JDBC one at that URL, with its lock.
 */
public class InsertWithPaimon {
    public static void main(String[] args) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("warehouse", args[1]);
        settings.put("s3.endpoint", System.getenv().getOrDefault("AWS_ENDPOINT_URL", ""));
        settings.put("s3.access-key", System.getenv().getOrDefault("AWS_ACCESS_KEY_ID", ""));
        settings.put("s3.secret-key", System.getenv().getOrDefault("AWS_SECRET_ACCESS_KEY", ""));
        settings.put("s3.path.style.access", "true");
        String jdbc = System.getenv("JDBC_CATALOG");
        if (jdbc != null) settings.putAll(Map.of("metastore", "jdbc", "uri", jdbc, "lock.enabled", "true"));
        Catalog catalog = CatalogFactory.createCatalog(CatalogContext.create(Options.fromMap(settings)));
        Identifier name = Identifier.create(args[2], args[3]);
        // Its connection stays in the first state of the file that it has read: it cannot write any more once others have.
        if (jdbc != null && !catalog.listDatabases().contains(args[2])) catalog.repairTable(name);
        Table table = catalog.getTable(name);
        List<String> names = table.rowType().getFieldNames();
        long first = Long.parseLong(args[4]);
        int rows = Integer.parseInt(args[6]);
        for (int n = 0; n < Integer.parseInt(args[5]); n++) {
            BatchWriteBuilder builder = table.newBatchWriteBuilder();
            try (BatchTableWrite write = builder.newWrite();
                    BatchTableCommit commit = builder.newCommit()) {
                for (long id = first + (long) n * rows; id < first + (long) (n + 1) * rows; id++) {
                    GenericRow row = new GenericRow(names.size());
                    row.setField(names.indexOf("id"), id);
                    row.setField(names.indexOf("p"), BinaryString.fromString(Long.toString(id % 4)));
                    write.write(row);
                }
                commit.commit(write.prepareCommit());
            }
        }
        Files.writeString(Paths.get(args[0]), count((FileStoreTable) table));
        catalog.close();
    }

    private static String count(FileStoreTable table) throws Exception {
        long[] rows = {0};
        Set<Long> ids = new HashSet<>();
        int id = table.rowType().getFieldIndex("id");
        ReadBuilder read = table.newReadBuilder();
        try (RecordReader<InternalRow> reader = read.newRead().createReader(read.newScan().plan())) {
            reader.forEachRemaining(row -> {
                rows[0]++;
                ids.add(row.getLong(id));
            });
        }
        Map<String, Integer> kinds = new TreeMap<>();
        for (Iterator<Snapshot> all = table.snapshotManager().snapshots(); all.hasNext(); )
            kinds.merge("\"" + all.next().commitKind() + "\"", 1, Integer::sum);
        String snapshots = kinds.toString().replace('=', ':');
        return "{\"rows\":" + rows[0] + ",\"ids\":" + ids.size() + ",\"snapshots\":" + snapshots + "}";
    }
}
