import java.util.HashMap;
import java.util.Map;
import javax.jdo.PersistenceManagerFactory;
import org.datanucleus.api.jdo.JDOPersistenceManagerFactory;

/**
 * Lets a Metastore of Hive 3 or 4 draw ids in the transaction it writes in, as SQLite has one writer. Its configuration knows no such setting, and
 * hands on only those it knows (HIVE-17788).
 */
public class SqliteFactory {
  private static Map<Object, Object> within(Map<?, ?> given) {
    Map<Object, Object> all = new HashMap<>(given);
    all.put("datanucleus.valuegeneration.transactionAttribute", System.getProperty("lakelift.ids"));
    all.put("javax.jdo.PersistenceManagerFactoryClass", JDOPersistenceManagerFactory.class.getName());
    return all;
  }

  public static PersistenceManagerFactory getPersistenceManagerFactory(Map<?, ?> given) {
    return JDOPersistenceManagerFactory.getPersistenceManagerFactory(within(given));
  }

  public static PersistenceManagerFactory getPersistenceManagerFactory(Map<?, ?> overrides, Map<?, ?> given) {
    Map<Object, Object> all = new HashMap<>(given);
    if (overrides != null) all.putAll(overrides);
    return JDOPersistenceManagerFactory.getPersistenceManagerFactory(within(all));
  }
}
