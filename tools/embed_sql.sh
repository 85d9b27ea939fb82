#!/bin/sh
# embed_sql.sh OUTDIR FILE…: the numbered schema texts go into the program: sql_data.S holds them, sql_list.inc
# names them in order, one MIGRATION(0001_kernel) a line.
set -eu
here=$(dirname "$0")
out=$1
shift
pairs=
: > "$out/sql_list.inc"
for file in "$@"; do
    name=$(basename "$file" .sql)
    case $name in
    [0-9][0-9][0-9][0-9]_*) ;;
    *) echo "embed_sql.sh: $file is not named 0001_what.sql" >&2; exit 1 ;;
    esac
    pairs="$pairs $name=$file"
    echo "MIGRATION($name)" >> "$out/sql_list.inc"
done
# shellcheck disable=SC2086
sh "$here/embed.sh" "$out/sql_data.S" $pairs
