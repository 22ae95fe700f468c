#!/bin/sh
# Measures the suite, compares the run with those before it and writes the reports; run it every night on the same machine.
# Ends with 7 when a query became slower, with 3 or 4 when something could not be measured, with 2 in the first night,
# which has nothing to be compared with.
set -u
folder="${LAKELIFT_BENCH:-/var/lib/lakelift-bench}"
cd "$folder" || exit 6

# Reports of another night would be taken for those of this one when it fails.
rm -f out/run.html out/bench.html out/bench.xml out/bench.md

lakelift bench run --suite suite.yaml --out bench.db --report out/run.html
measured=$?
# Without a run there is nothing new to compare.
case "$measured" in 0 | 3 | 4) ;; *) exit "$measured" ;; esac

lakelift bench compare --db bench.db --report out/bench.html --junit out/bench.xml --markdown out/bench.md
compared=$?
[ "$compared" -ne 0 ] && exit "$compared"
exit "$measured"
