import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.ql.exec.FileSinkOperator;
import org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat;
import org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat;
import org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe;
import org.apache.hadoop.hive.serde2.ColumnProjectionUtils;
import org.apache.hadoop.hive.serde2.SerDeUtils;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspectorConverters;
import org.apache.hadoop.hive.serde2.objectinspector.StructField;
import org.apache.hadoop.hive.serde2.objectinspector.StructObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspectorFactory;
import org.apache.hadoop.hive.serde2.objectinspector.primitive.PrimitiveObjectInspectorFactory;
import org.apache.hadoop.hive.serde2.typeinfo.PrimitiveTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoUtils;
import org.apache.hadoop.io.ArrayWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.mapred.FileInputFormat;
import org.apache.hadoop.mapred.FileSplit;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RecordReader;
import org.apache.hadoop.mapred.Reporter;

/**
 * Hive's own Parquet classes, in the version on the class path: `write FILE NAMES TYPES ROWS [KEY=VALUE ...]` writes rows of text (lines of values between tabs);
 * `read NAMES TYPES FILE ... [KEY=VALUE ...]` prints for each file its path and then its rows as Hive's JSON, or `! error`.
 */
public class HiveParquet {
  public static void main(String[] args) throws Exception {
    List<String> plain = new ArrayList<>();
    JobConf conf = new JobConf();
    for (String arg : args) {
      int at = arg.indexOf('=');
      if (at > 0 && arg.matches("[a-z][a-z0-9.]*=.*")) conf.set(arg.substring(0, at), arg.substring(at + 1));
      else plain.add(arg);
    }
    if (plain.get(0).equals("write")) {
      write(conf, plain.get(1), plain.get(2), plain.get(3), Files.readAllLines(Paths.get(plain.get(4)), StandardCharsets.UTF_8));
      return;
    }
    for (String file : plain.subList(3, plain.size())) {
      StringBuilder output = new StringBuilder(file).append('\n');
      try {
        for (String row : read(conf, file, plain.get(1), plain.get(2))) output.append(row).append('\n');
      } catch (Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) root = root.getCause();
        output.append("! ").append(String.valueOf(root).split("\n")[0]).append('\n');
      }
      System.out.print(output);
    }
    System.out.flush();
    System.exit(0);
  }

  static Properties table(String names, String types) {
    Properties table = new Properties();
    table.setProperty("columns", names);
    table.setProperty("columns.types", types);
    return table;
  }

  static void write(JobConf conf, String file, String names, String types, List<String> rows) throws Exception {
    ParquetHiveSerDe serde = new ParquetHiveSerDe();
    initialize(serde, conf, table(names, types));
    List<TypeInfo> infos = TypeInfoUtils.getTypeInfosFromTypeString(types);
    List<ObjectInspector> inspectors = new ArrayList<>();
    List<ObjectInspectorConverters.Converter> converters = new ArrayList<>();
    for (TypeInfo info : infos) {
      ObjectInspector inspector = PrimitiveObjectInspectorFactory.getPrimitiveWritableObjectInspector((PrimitiveTypeInfo) info);
      inspectors.add(inspector);
      converters.add(ObjectInspectorConverters.getConverter(PrimitiveObjectInspectorFactory.javaStringObjectInspector, inspector));
    }
    StructObjectInspector row = ObjectInspectorFactory.getStandardStructObjectInspector(java.util.Arrays.asList(names.split(",")), inspectors);
    FileSinkOperator.RecordWriter writer =
        new MapredParquetOutputFormat().getHiveRecordWriter(conf, new Path(file), null, false, table(names, types), Reporter.NULL);
    for (String line : rows) {
      String[] texts = line.split("\t", -1);
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < texts.length; i++) values.add(texts[i].equals("\\N") ? null : converters.get(i).convert(texts[i]));
      writer.write(serde.serialize(values, row));
    }
    writer.close(false);
  }

  static List<String> read(JobConf shared, String file, String names, String types) throws Exception {
    JobConf conf = new JobConf(shared);
    conf.set("columns", names);
    conf.set("columns.types", types);
    ColumnProjectionUtils.setReadAllColumns(conf);
    ParquetHiveSerDe serde = new ParquetHiveSerDe();
    initialize(serde, conf, table(names, types));
    Path path = new Path(file);
    long length = path.getFileSystem(conf).getFileStatus(path).getLen();
    RecordReader<NullWritable, ArrayWritable> reader =
        new MapredParquetInputFormat().getRecordReader(new FileSplit(path, 0, length, new String[] {"localhost"}), conf, Reporter.NULL);
    List<String> rows = new ArrayList<>();
    NullWritable key = reader.createKey();
    ArrayWritable value = reader.createValue();
    while (reader.next(key, value)) rows.add(SerDeUtils.getJSONString(serde.deserialize(value), serde.getObjectInspector()));
    return rows;
  }

  static void initialize(ParquetHiveSerDe serde, Configuration conf, Properties table) throws Exception {
    try {
      ParquetHiveSerDe.class.getMethod("initialize", Configuration.class, Properties.class, Properties.class).invoke(serde, conf, table, new Properties());
    } catch (NoSuchMethodException e) {
      ParquetHiveSerDe.class.getMethod("initialize", Configuration.class, Properties.class).invoke(serde, conf, table);
    }
  }
}
