import java.util.Map;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.fs.Path;
import org.apache.paimon.table.Table;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;

/** ChangeWithPaimon WAREHOUSE DATABASE TABLE: in a table (id INT, dt DATE) appends a row, then overwrites the partition of 2024-01-02. */
public class ChangeWithPaimon {
    private static final int JANUARY_1 = 19723;

    public static void main(String[] args) throws Exception {
        Catalog catalog = CatalogFactory.createCatalog(CatalogContext.create(new Path(args[0])));
        Table table = catalog.getTable(Identifier.create(args[1], args[2]));
        write(table.newBatchWriteBuilder(), GenericRow.of(1000, JANUARY_1));
        write(table.newBatchWriteBuilder().withOverwrite(Map.of("dt", "2024-01-02")), GenericRow.of(2000, JANUARY_1 + 1));
    }

    private static void write(BatchWriteBuilder builder, GenericRow row) throws Exception {
        try (BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            write.write(row);
            commit.commit(write.prepareCommit());
        }
    }
}
