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
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.Table;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;
import org.apache.paimon.types.RowKind;

/**
 * ChangeKeysWithPaimon WAREHOUSE DATABASE TABLE upsert|compact: in a table (id INT, name STRING, amount DECIMAL(9, 2), ts BIGINT, dt STRING)
 * by id and dt, in the partition 'a', changes 1, deletes 2, adds 100000, and changes 3 with a sequence field that is too small; or
 * compacts all buckets to one level.
 */
public class ChangeKeysWithPaimon {
    public static void main(String[] args) throws Exception {
        Catalog catalog = CatalogFactory.createCatalog(CatalogContext.create(new Path(args[0])));
        Table table = catalog.getTable(Identifier.create(args[1], args[2]));
        BatchWriteBuilder builder = table.newBatchWriteBuilder();
        IOManager disk = IOManager.create(Files.createTempDirectory("paimon").toString());
        try (BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            write.withIOManager(disk);
            if (args[3].equals("compact")) compact((FileStoreTable) table, write);
            else upsert(write);
            commit.commit(write.prepareCommit());
        } finally {
            disk.close();
        }
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
