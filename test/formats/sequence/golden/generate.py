"""Writes the SequenceFiles of this folder with Hadoop's own writer through Spark: python generate.py, with PAIMON_JARS set as the tests do.

Each file holds the values that `values()` of sequence.test.ts makes."""
import glob
import pathlib
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[3] / "services/python"))
from spark import session

HERE = pathlib.Path(__file__).parent
TEXTS = ["", "plain", "größe 日本 𝄞", "tab\tnul\x00", "x" * 300]
spark = session().sparkContext
rows = [(n, TEXTS[n % 5] + str(n)) for n in range(60)]


def write(name, pairs, compression, codec):
    conf = {"mapreduce.output.fileoutputformat.compress": str(codec is not None).lower(),
            "mapreduce.output.fileoutputformat.compress.type": compression,
            "mapreduce.output.fileoutputformat.compress.codec": f"org.apache.hadoop.io.compress.{codec}" if codec else "",
            "io.seqfile.compress.blocksize": "2000"}
    folder = tempfile.mkdtemp()
    value = "org.apache.hadoop.io.BytesWritable" if isinstance(pairs[0][1], bytearray) else "org.apache.hadoop.io.Text"
    spark.parallelize(pairs, 1).saveAsNewAPIHadoopFile(
        f"{folder}/out", "org.apache.hadoop.mapreduce.lib.output.SequenceFileOutputFormat", "org.apache.hadoop.io.IntWritable", value, conf=conf)
    (part,) = glob.glob(f"{folder}/out/part-*")
    shutil.copy(part, HERE / f"{name}.seq")


write("none", rows, "NONE", None)
write("bytes", [(n, bytearray(text.encode())) for n, text in rows], "NONE", None)
for codec in ["DefaultCodec", "SnappyCodec", "Lz4Codec", "BZip2Codec"]:
    for compression in ["RECORD", "BLOCK"] if codec == "DefaultCodec" else ["BLOCK"]:
        write(f"{compression.lower()}-{codec}", rows, compression, codec)
