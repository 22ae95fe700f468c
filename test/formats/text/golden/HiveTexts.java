import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspectorUtils;
import org.apache.hadoop.hive.serde2.objectinspector.StructObjectInspector;
import org.apache.hadoop.io.Text;

/**
 * Says what Hive's own LazySimpleSerDe makes of texts: reads lines of TYPE, tab, text in hex; writes for each the value, `\N` for null.
 */
public class HiveTexts {
  public static void main(String[] args) throws Exception {
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    StringBuilder output = new StringBuilder();
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] parts = line.split("\t", -1);
      output.append(valueOf(parts[0], bytesOf(parts[1]))).append('\n');
    }
    System.out.write(output.toString().getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }

  static String valueOf(String type, byte[] text) throws Exception {
    Object serde = Class.forName("org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe").getConstructor().newInstance();
    Properties properties = new Properties();
    properties.setProperty("columns", "c");
    properties.setProperty("columns.types", type);
    try {
      serde.getClass().getMethod("initialize", Configuration.class, Properties.class, Properties.class)
          .invoke(serde, new Configuration(), properties, new Properties());
    } catch (NoSuchMethodException e) {
      serde.getClass().getMethod("initialize", Configuration.class, Properties.class).invoke(serde, new Configuration(), properties);
    }
    Method deserialize = serde.getClass().getMethod("deserialize", org.apache.hadoop.io.Writable.class);
    Object row = deserialize.invoke(serde, new Text(text));
    StructObjectInspector rows = (StructObjectInspector) serde.getClass().getMethod("getObjectInspector").invoke(serde);
    Object field = rows.getStructFieldData(row, rows.getAllStructFieldRefs().get(0));
    ObjectInspector inspector = rows.getAllStructFieldRefs().get(0).getFieldObjectInspector();
    Object value = ObjectInspectorUtils.copyToStandardJavaObject(field, inspector);
    if (value == null) return "\\N";
    if (value instanceof byte[]) {
      StringBuilder hex = new StringBuilder();
      for (byte one : (byte[]) value) hex.append(String.format("%02x", one));
      return hex.toString();
    }
    return value.toString();
  }

  static byte[] bytesOf(String hex) {
    byte[] bytes = new byte[hex.length() / 2];
    for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    return bytes;
  }
}
