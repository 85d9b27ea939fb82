# Each line is one door into meson or tools/. `make run` and `make test` need nothing else than git and make.
.PHONY: all run quick test fault long bench clean

all: build/build.ninja
	@ninja -C build alihdaya

build/build.ninja:
	@tools/setup build
	@meson setup build >/dev/null

run: all
	@tools/run

quick:
	@tools/test quick

test:
	@tools/test test

fault:
	@tools/test fault

long:
	@tools/test long

bench:
	@tools/bench

clean:
	rm -rf build build-asan build-fuzz
