import java.io.File;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaStore;
import org.apache.hadoop.hive.metastore.txn.TxnDbUtil;

/** A Hive Metastore on a new Derby database in which the tables of locks are made first, as schematool does elsewhere. */
public final class MetastoreWithLocks {
    public static void main(String[] args) throws Throwable {
        HiveConf conf = new HiveConf();
        for (int i = 0; i + 1 < args.length; i++) {
            String[] setting = args[i + 1].split("=", 2);
            if (args[i].equals("-hiveconf")) conf.set(setting[0], setting[1]);
        }
        TxnDbUtil.prepDb(conf);
        HiveMetaStore.main(args);
    }

    /** Folders on S3 as folders of this machine at the same path: the Metastore only makes them and asks whether they are there. */
    public static final class Folders extends RawLocalFileSystem {
        private URI uri;

        @Override
        public void initialize(URI root, Configuration conf) throws java.io.IOException {
            uri = URI.create(root.getScheme() + "://" + root.getAuthority());
            super.initialize(root, conf);
        }

        @Override
        public URI getUri() {
            // Asked for by the constructor already.
            return uri == null ? super.getUri() : uri;
        }

        @Override
        protected void checkPath(Path path) {}

        @Override
        public File pathToFile(Path path) {
            return new File(path.toUri().getPath());
        }
    }
}
