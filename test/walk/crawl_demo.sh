#!/bin/sh
# crawl_demo.sh ALIHDAYA CRAWL: the crawl over a demo region in mid-life, with its run, certificate and open cases.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$1" demo --db "$dir/demo.db" --workers 400 > /dev/null
"$2" "$dir/demo.db"
