import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.TableType;
import org.apache.hadoop.hive.metastore.api.*;

/**
 * AskBoth URI URI DATABASE TABLE: asks two metastores the same by Hive's own client; the table has the partition keys dt and hr. Prints what they
 * answer differently, and how much they were asked.
 */
public final class AskBoth {
    private interface Question {
        Object ask(IMetaStoreClient client) throws Exception;
    }

    public static void main(String[] args) throws Exception {
        IMetaStoreClient first = open(args[0]);
        IMetaStoreClient second = open(args[1]);
        int different = 0;
        Map<String, Question> questions = questions(args[2], args[3]);
        for (Map.Entry<String, Question> each : questions.entrySet()) {
            Object expected = answer(each.getValue(), first);
            Object found = answer(each.getValue(), second);
            if (expected.equals(found)) continue;
            different++;
            System.out.println("DIFFERENT " + each.getKey() + "\n  " + expected + "\n  " + found);
        }
        System.out.println("ASKED " + questions.size() + " DIFFERENT " + different);
        first.close();
        second.close();
    }

    private static IMetaStoreClient open(String uri) throws Exception {
        HiveConf conf = new HiveConf();
        conf.setVar(HiveConf.ConfVars.METASTOREURIS, uri);
        return new HiveMetaStoreClient(conf);
    }

    /** An error is an answer, too: its class, and its message where that is of Hive's interface. */
    private static Object answer(Question question, IMetaStoreClient client) {
        try {
            Object found = question.ask(client);
            if (found instanceof List) for (Object each : (List<?>) found) if (each instanceof Partition) leaveUnset((Partition) each);
            return found == null ? "null" : found;
        } catch (Exception error) {
            return error.getClass().getName();
        }
    }

    /** The real one leaves it out or says false, by the way it asks its database. */
    private static void leaveUnset(Partition partition) {
        if (!partition.getSd().isStoredAsSubDirectories()) partition.getSd().unsetStoredAsSubDirectories();
    }

    private static Map<String, Question> questions(String db, String table) {
        short all = -1;
        short two = 2;
        List<String> day = Arrays.asList("2024-01-01");
        List<String> one = Arrays.asList("2024-01-01", "1");
        String name = "dt=2024-01-01/hr=1";
        Map<String, Question> asked = new LinkedHashMap<>();
        asked.put("getAllDatabases", client -> client.getAllDatabases());
        asked.put("getDatabases", client -> client.getDatabases("m*|d*"));
        asked.put("getDatabase", client -> client.getDatabase(db));
        asked.put("getDatabase of none", client -> client.getDatabase("nope"));
        asked.put("getAllTables", client -> client.getAllTables(db));
        asked.put("getTables", client -> client.getTables(db, "o*"));
        asked.put("getTables by type", client -> client.getTables(db, "*", TableType.VIRTUAL_VIEW));
        asked.put("getTableMeta", client -> client.getTableMeta(db, "*", Collections.emptyList()));
        asked.put("tableExists", client -> client.tableExists(db, table));
        asked.put("tableExists of none", client -> client.tableExists(db, "nope"));
        for (String each : Arrays.asList(table, "plain", "view1", "nope"))
            asked.put("getTable " + each, client -> client.getTable(db, each));
        asked.put("getTableObjectsByName", client -> client.getTableObjectsByName(db, Arrays.asList("plain", table, "nope")));
        asked.put("getFields", client -> client.getFields(db, table));
        asked.put("getSchema", client -> client.getSchema(db, table));
        asked.put("listPartitionNames", client -> client.listPartitionNames(db, table, all));
        asked.put("listPartitionNames, two", client -> client.listPartitionNames(db, table, two));
        asked.put("listPartitionNames by values", client -> client.listPartitionNames(db, table, day, all));
        asked.put("listPartitions", client -> client.listPartitions(db, table, all));
        asked.put("listPartitions, two", client -> client.listPartitions(db, table, two));
        asked.put("listPartitions by values", client -> client.listPartitions(db, table, day, all));
        asked.put("listPartitionsWithAuthInfo", client -> client.listPartitionsWithAuthInfo(db, table, all, "me", day));
        asked.put("listPartitions of none", client -> client.listPartitions(db, "nope", all));
        for (String filter : Arrays.asList("dt = \"2024-01-01\"", "hr > 4 and hr < 8", "dt like \"2024.*\"", "nope = 1", "hr between 2 and 10 or hr = 1")) {
            asked.put("listPartitionsByFilter " + filter, client -> client.listPartitionsByFilter(db, table, filter, all));
            asked.put("getNumPartitionsByFilter " + filter, client -> client.getNumPartitionsByFilter(db, table, filter));
        }
        asked.put("getPartitionsByNames", client -> client.getPartitionsByNames(db, table, Arrays.asList(name, "dt=nope/hr=1")));
        asked.put("getPartition by values", client -> client.getPartition(db, table, one));
        asked.put("getPartition by name", client -> client.getPartition(db, table, name));
        asked.put("getPartition of none", client -> client.getPartition(db, table, Arrays.asList("nope", "1")));
        asked.put("getPartitionWithAuthInfo", client -> client.getPartitionWithAuthInfo(db, table, one, "me", day));
        for (String each : Arrays.asList(name, "dt=a%2Fb%3Dc d/hr=3", ""))
            asked.put("partitionNameToSpec " + each, client -> client.partitionNameToSpec(each));
        asked.put("getTableColumnStatistics", client -> client.getTableColumnStatistics(db, table, Arrays.asList("id")));
        asked.put("getPartitionColumnStatistics", client -> client.getPartitionColumnStatistics(db, table, Arrays.asList(name), Arrays.asList("id")));
        asked.put("getPrimaryKeys", client -> client.getPrimaryKeys(new PrimaryKeysRequest(db, table)));
        asked.put("getForeignKeys", client -> client.getForeignKeys(new ForeignKeysRequest(null, null, db, table)));
        asked.put("getFunctions", client -> client.getFunctions(db, "*"));
        asked.put("getFunction of none", client -> client.getFunction(db, "nope"));
        asked.put("getAllFunctions", client -> client.getAllFunctions());
        asked.put("listRoleNames", client -> client.listRoleNames());
        asked.put("list_roles", client -> client.list_roles("ann", PrincipalType.USER));
        asked.put("list_privileges", client -> client.list_privileges("ann", PrincipalType.USER, new HiveObjectRef(HiveObjectType.TABLE, db, table, null, null)));
        asked.put("getConfigValue", client -> client.getConfigValue("hive.no.such.setting", "50"));
        asked.put("getCurrentNotificationEventId", client -> client.getCurrentNotificationEventId());
        return asked;
    }
}
