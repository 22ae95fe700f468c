import java.math.BigDecimal;
import java.nio.file.Files;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.disk.IOManager;
import org.apache.paimon.fs.Path;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.Table;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowKind;

/**
 * ChangeKeysWithPaimon WAREHOUSE DATABASE TABLE create|upsert|compact: in a table (id INT, name STRING, amount DECIMAL(9, 2), ts BIGINT,
 * dt STRING) by id and dt, in the partition 'a', changes 1, deletes 2, adds 100000, and changes 3 with a sequence field that is too small;
 * or compacts all buckets to one level; or makes such a table of two buckets, with the ids 0 to 999.
 */
public class ChangeKeysWithPaimon {
    public static void main(String[] args) throws Exception {
        Catalog catalog = CatalogFactory.createCatalog(CatalogContext.create(new Path(args[0])));
        Identifier name = Identifier.create(args[1], args[2]);
        boolean isNew = args[3].equals("create");
        if (isNew) create(catalog, name);
        Table table = catalog.getTable(name);
        BatchWriteBuilder builder = table.newBatchWriteBuilder();
        IOManager disk = IOManager.create(Files.createTempDirectory("paimon").toString());
        try (BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            write.withIOManager(disk);
            if (args[3].equals("compact")) compact((FileStoreTable) table, write);
            else if (isNew) for (int id = 0; id < 1000; id++) write.write(row(RowKind.INSERT, id, "n" + id, id));
            else upsert(write);
            commit.commit(write.prepareCommit());
        } finally {
            disk.close();
        }
    }

    private static void create(Catalog catalog, Identifier name) throws Exception {
        catalog.createDatabase(name.getDatabaseName(), true);
        Schema.Builder schema = Schema.newBuilder().column("id", DataTypes.INT()).column("name", DataTypes.STRING());
        schema.column("amount", DataTypes.DECIMAL(9, 2)).column("ts", DataTypes.BIGINT()).column("dt", DataTypes.STRING());
        schema.partitionKeys("dt").primaryKey("dt", "id").option("bucket", "2").option("sequence.field", "ts");
        catalog.createTable(name, schema.option("file.format", "parquet").build(), false);
    }

    private static void upsert(BatchTableWrite write) throws Exception {
        write.write(row(RowKind.UPDATE_AFTER, 1, "changed", 1_000_000));
        write.write(row(RowKind.DELETE, 2, null, 1_000_000));
        write.write(row(RowKind.INSERT, 100_000, "added", 1));
        write.write(row(RowKind.UPDATE_AFTER, 3, "too late", -1));
    }

    private static GenericRow row(RowKind kind, int id, String name, long ts) {
        Decimal amount = Decimal.fromBigDecimal(new BigDecimal("1.25"), 9, 2);
        return GenericRow.ofKind(kind, id, BinaryString.fromString(name), amount, ts, BinaryString.fromString("a"));
    }

    private static void compact(FileStoreTable table, BatchTableWrite write) throws Exception {
        for (var entry : table.newSnapshotReader().bucketEntries()) {
            BinaryRow partition = entry.partition();
            write.compact(partition, entry.bucket(), true);
        }
    }
}
