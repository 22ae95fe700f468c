import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;

/** ListPartitions URI DATABASE TABLE...: reads every partition with Hive's own client, names first, then 1,000 at a time. */
public class ListPartitions {
  public static void main(String[] args) throws Exception {
    HiveConf conf = new HiveConf();
    conf.setVar(HiveConf.ConfVars.METASTOREURIS, args[0]);
    HiveMetaStoreClient client = new HiveMetaStoreClient(conf);
    int count = 0;
    for (int i = 2; i < args.length; i++) {
      List<String> names = client.listPartitionNames(args[1], args[i], (short) -1);
      for (int at = 0; at < names.size(); at += 1000) {
        List<String> page = new ArrayList<>(names.subList(at, Math.min(at + 1000, names.size())));
        count += client.getPartitionsByNames(args[1], args[i], page).size();
      }
    }
    client.close();
    System.out.println("PARTITIONS " + count);
  }
}
