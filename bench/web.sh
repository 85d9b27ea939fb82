#!/bin/sh
# web.sh BINARY: what a page costs: the worker list of 17,000 people (25 a page, search and filter on) beside a bare
# page of the same server; memory of `serve` after the run; weight of pages.
set -eu
binary=$1
dir=$(mktemp -d)
pid=
trap 'if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; fi; rm -rf "$dir"' EXIT

"$binary" demo --db "$dir/demo.db" --workers 17000 > /dev/null
"$binary" serve --db "$dir/demo.db" --listen 127.0.0.1:0 > "$dir/out" 2> "$dir/err" &
pid=$!
for _ in $(seq 100); do
    origin=$(grep -o 'http://127.0.0.1:[0-9]*' "$dir/out" | head -n 1) && [ -n "$origin" ] && break
    sleep 0.1
done
server=$(pgrep -P "$pid" | head -n 1)

curl -s -c "$dir/jar" -o "$dir/masuk.html" "$origin/masuk"
token=$(grep -o 'name="_kunci" value="[^"]*"' "$dir/masuk.html" | head -n 1 | sed 's/.*value="//; s/"$//')
curl -s -b "$dir/jar" -c "$dir/jar" -o /dev/null -H "Origin: $origin" \
    --data-urlencode "_kunci=$token" --data pengguna=hr_officer --data sandi=alihdaya-demo "$origin/masuk"
cookie=$(awk '!/^# / && NF >= 7 { printf "%s%s=%s", sep, $6, $7; sep = "; " }' "$dir/jar")

cpu_ticks() { awk '{ print $14 + $15 }' "/proc/$server/stat"; }

measure() { # measure NAME ADDRESS ENCODING
    wrk -t1 -c4 -d2s -H "Cookie: $cookie" -H "Accept-Encoding: $3" "$origin$2" > /dev/null
    before=$(cpu_ticks)
    wrk -t1 -c64 -d8s --latency -H "Cookie: $cookie" -H "Accept-Encoding: $3" "$origin$2" > "$dir/wrk"
    after=$(cpu_ticks)
    requests=$(awk '/requests in/ { print $1 }' "$dir/wrk")
    awk -v n="$requests" -v t="$((after - before))" -v hz="$(getconf CLK_TCK)" -v name="$1" \
        'BEGIN { printf "bench: %s, CPU per request = %.0f µs\n", name, t / hz / n * 1e6 }'
    awk -v name="$1" '/Requests\/sec/ { r = $2 } /99%/ { p = $2 } END { printf "bench: %s, 64 connections = %s requests/s, p99 %s\n", name, r, p }' "$dir/wrk"
}

measure "worker list, 25 of 17,000, search and filter (reach: 100 µs)" '/tenaga?q=conto&jalur=alihdaya' identity
measure "the same with gzip" '/tenaga?q=conto&jalur=alihdaya' gzip
measure "worker list, first page, no search" '/tenaga' identity
measure "bare page of the same server" '/healthz' identity

awk '/VmRSS/ { rss = $2 } /VmHWM/ { hwm = $2 } END { printf "bench: memory of serve, 17,000 people, after the run = %.0f MB (highest %.0f; reach: 128)\n", rss / 1024, hwm / 1024 }' "/proc/$server/status"

for page in / /masuk /pemetaan /tenaga /alokasi; do
    jar="$dir/jar"
    if [ "$page" = /masuk ]; then jar=/dev/null; fi
    bytes=$(curl -s -b "$jar" -H 'Accept-Encoding: gzip' -o /dev/null -w '%{size_download}' "$origin$page")
    echo "bench: weight of $page = $bytes bytes gzip (reach: 20480)"
done
