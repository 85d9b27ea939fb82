#!/bin/sh
# engine.sh BINARY: the allocation engine and its verifier, from CSV files to CSV files on one thread: one region of
# 17,000, the country of 2,350,000 in 547 regions, and how the time grows with the number of people.
set -eu
binary=$1
cost=$(dirname "$binary")/test/bench_cost
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

figure() { printf 'bench: %s = %s %s (reach: %s)\n' "$1" "$2" "$3" "$4"; }

# run COMMAND WORKERS: sets $cpu and $memory
run() { # shellcheck disable=SC2046
    set -- $("$cost" "$binary" "$1" --in "$dir/$2" --out "$dir/$2/hasil")
    cpu=$1 memory=$2
}

make() { # make WORKERS REGIONS
    mkdir "$dir/$1"
    "$binary" synth --workers "$1" --regions "$2" --seed 1 --out "$dir/$1"
}

make 17000 1
run allocate 17000
figure "allocate 17000, 1 region" "$cpu" "CPU s" "0.1"
run verify 17000
figure "verify 17000, 1 region" "$cpu" "CPU s" "1"
rm -rf "$dir/17000"

points=
for size in 100000:23 400000:93 1600000:372; do
    workers=${size%:*}
    make "$workers" "${size#*:}"
    run allocate "$workers"
    points="$points $workers $cpu"
    rm -rf "${dir:?}/$workers"
done
# Least squares on logarithms: time = c * workers ^ exponent.
growth=$(echo "$points" | awk '{ for (i = 1; i < NF; i += 2) { x = log($i); y = log($(i + 1)); n++
    sx += x; sy += y; sxx += x * x; sxy += x * y } printf "%.2f", (n * sxy - sx * sy) / (n * sxx - sx * sx) }')
figure "allocate growth from 100000 to 1600000" "$growth" "exponent" "1.10"

make 2350000 547
run allocate 2350000
figure "allocate 2350000, 547 regions" "$cpu" "CPU s" "4"
figure "allocate 2350000, 547 regions, peak memory" "$memory" "MB" "700"
run verify 2350000
figure "verify 2350000, 547 regions" "$cpu" "CPU s" "10"
figure "verify 2350000, 547 regions, peak memory" "$memory" "MB" "1000"
