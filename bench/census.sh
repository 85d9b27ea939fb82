#!/bin/sh
# census.sh PROGRAM: a million rows read, checked, staged and taken over, beside `sqlite3 .import` of the same file.
exec "$(dirname "$1")/test/bench_census"
