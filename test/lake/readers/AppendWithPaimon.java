import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.fs.Path;
import org.apache.paimon.reader.RecordReader;
import org.apache.paimon.table.Table;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;
import org.apache.paimon.table.source.ReadBuilder;

/** AppendWithPaimon WAREHOUSE DATABASE TABLE: reads an append table whole and adds each of its rows once more. */
public class AppendWithPaimon {
    public static void main(String[] args) throws Exception {
        Catalog catalog = CatalogFactory.createCatalog(CatalogContext.create(new Path(args[0])));
        Table table = catalog.getTable(Identifier.create(args[1], args[2]));
        ReadBuilder read = table.newReadBuilder();
        BatchWriteBuilder builder = table.newBatchWriteBuilder();
        try (BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit();
                RecordReader<InternalRow> rows = read.newRead().createReader(read.newScan().plan())) {
            rows.forEachRemaining(row -> {
                try {
                    write.write(row);
                } catch (Exception error) {
                    throw new IllegalStateException(error);
                }
            });
            commit.commit(write.prepareCommit());
        }
    }
}
