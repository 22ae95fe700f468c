#!/usr/bin/env bash
# generate.sh VERSION=CLASSPATH ...: writes rows.txt by Hive's own classes (versions 2.3.9, 3.1.3, 4.0.1, each with a Hadoop client) in three time
# zones, and hive.json: what each version reads of each file in UTC. The files of Spark are those of `python write_spark.py .`
set -euo pipefail
cd "$(dirname "$0")"
opens=()
for package in java.net java.lang java.util java.nio java.util.concurrent sun.nio.ch sun.util.calendar; do opens+=("--add-opens" "java.base/$package=ALL-UNNAMED"); done
hive() { # VERSION ZONE ARGUMENT...
  local version=$1 zone=$2 classes
  classes=$(mktemp -d)
  javac -nowarn -cp "${path[$version]}" -d "$classes" HiveParquet.java 2>/dev/null
  java "${opens[@]}" "-Duser.timezone=$zone" -cp "$classes:${path[$version]}" HiveParquet "${@:3}" 2>/dev/null
  rm -r "$classes"
}
declare -A path
for pair in "$@"; do path[${pair%%=*}]=${pair#*=}; done
rm -f hive*.parquet
columns=(id,dt,ts int:date:timestamp)
for zone in UTC America/Los_Angeles Asia/Shanghai; do
  for version in "${!path[@]}"; do hive "$version" "$zone" write "hive${version%%.*}-${zone##*/}.parquet" "${columns[@]}" rows.txt; done
  hive 4.0.1 "$zone" write "hive4-${zone##*/}-proleptic.parquet" "${columns[@]}" rows.txt hive.parquet.date.proleptic.gregorian=true
  hive 4.0.1 "$zone" write "hive4-${zone##*/}-legacy.parquet" "${columns[@]}" rows.txt hive.parquet.timestamp.write.legacy.conversion.enabled=true
  hive 4.0.1 "$zone" write "hive4-${zone##*/}-int64.parquet" "${columns[@]}" rows.txt hive.parquet.write.int64.timestamp=true
done
rm -f .*.crc
for version in "${!path[@]}"; do hive "$version" UTC read "${columns[@]}" hive*.parquet >"read-$version.txt"; done
python3 - read-*.txt <<'PYTHON'
import json, pathlib, sys
readings = {}
for path in map(pathlib.Path, sys.argv[1:]):
    version = "hive" + path.stem.split("-")[1].split(".")[0]
    for line in path.read_text().splitlines():
        if line.startswith("{"):
            rows.append([json.loads(line)[name] for name in ("id", "dt", "ts")])
        elif line.startswith("!"):
            del readings[name][version]
        else:
            name = line
            rows = readings.setdefault(name, {})[version] = []
    path.unlink()
pathlib.Path("hive.json").write_text(json.dumps(readings) + "\n")
PYTHON
