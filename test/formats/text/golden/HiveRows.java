import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.serde2.SerDeUtils;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.io.Text;

/**
 * Says what Hive's own SerDes make of lines: reads lines of SERDE, properties (KEY=VALUE, hex, separated by commas), column types, and the
 * line in hex, all between tabs; writes the row as Hive's JSON, `!` where Hive fails or has no end (on some objects cut short), `?` where the
 * version lacks the SerDe.
 */
public class HiveRows {
  static final int SECONDS = 10;

  public static void main(String[] args) throws Exception {
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    StringBuilder output = new StringBuilder();
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] parts = line.split("\t", -1);
      output.append(ended(() -> rowOf(parts[0], parts[1], parts[2], bytesOf(parts[3]))).replace("\n", "\\u000a")).append('\n');
    }
    System.out.write(output.toString().getBytes(StandardCharsets.UTF_8));
    System.out.flush();
    // There may be threads that have no end.
    Runtime.getRuntime().halt(0);
  }

  static String ended(Callable<String> reading) throws Exception {
    FutureTask<String> task = new FutureTask<>(reading);
    new Thread(task).start();
    try {
      return task.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return "!";
    }
  }

  static String rowOf(String name, String properties, String types, byte[] text) {
    Object serde;
    try {
      serde = Class.forName(name).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      return "?";
    }
    try {
      Properties table = new Properties();
      String flat = types;
      while (flat.contains("<")) flat = flat.replaceAll("<[^<>]*>", "");
      int count = flat.split(":").length;
      StringBuilder names = new StringBuilder("c0");
      for (int i = 1; i < count; i++) names.append(",c").append(i);
      table.setProperty("columns", names.toString());
      table.setProperty("columns.types", types);
      table.setProperty("columns.comments", names.toString().replaceAll("c[0-9]+", "").replace(',', '\0'));
      for (String property : properties.split(",")) {
        String[] pair = property.split("=");
        if (pair.length == 2) {
          table.setProperty(new String(bytesOf(pair[0]), StandardCharsets.UTF_8), new String(bytesOf(pair[1]), StandardCharsets.UTF_8));
        }
      }
      try {
        serde.getClass().getMethod("initialize", Configuration.class, Properties.class, Properties.class)
            .invoke(serde, new Configuration(), table, new Properties());
      } catch (NoSuchMethodException e) {
        serde.getClass().getMethod("initialize", Configuration.class, Properties.class).invoke(serde, new Configuration(), table);
      }
      Method deserialize = serde.getClass().getMethod("deserialize", org.apache.hadoop.io.Writable.class);
      Object row = deserialize.invoke(serde, new Text(text));
      Object inspector = serde.getClass().getMethod("getObjectInspector").invoke(serde);
      return row == null ? "null" : SerDeUtils.getJSONString(row, (ObjectInspector) inspector);
    } catch (Exception e) {
      return "!";
    }
  }

  static byte[] bytesOf(String hex) {
    byte[] bytes = new byte[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    return bytes;
  }
}
