#!/usr/bin/env bash
# Runs fuzz targets one after the other: fuzz.sh TIME PACKAGES [NAME]. A time such as 20000x is so many inputs: one in
# seconds can end in an error of its own when it runs out in the middle of an input. With SEED=1 it tries the same inputs each
# time, and none that earlier runs kept.
set -euo pipefail
time=$1 packages=$2 name=${3:-Fuzz}
cd "$(dirname "$0")/.."
mkdir -p build
own=$(mktemp -d "$PWD/build/fuzz-XXXXXX") # others may run beside this one
trap 'rm -rf "$own"' EXIT
kept=$(go env GOCACHE)/fuzz
if [[ ${SEED:-} ]]; then
	kept=$own/kept
	export GODEBUG=fuzzseed=$SEED
fi

for package in $(go list "$packages"); do
	folder=$(go list -f '{{.Dir}}' "$package")
	grep -qs "^func $name" "$folder"/*_test.go || continue
	binary=$own/fuzz.test
	# Drawing calls into one another takes the compiler three quarters of its time on views.
	CGO_ENABLED=0 go test -c -fuzz . -gcflags=minimost/views=-l -o "$binary" "$package"
	targets=$(cd "$folder" && "$binary" -test.list "^$name") # where its tests find their files
	for target in $targets; do
		[[ $target == Fuzz* ]] || continue
		# Making an input smaller keeps it from finding others meanwhile.
		if ! output=$(cd "$folder" && "$binary" -test.run '^$' -test.fuzz "^$target\$" -test.fuzztime "$time" \
			-test.fuzzminimizetime 20x -test.parallel 1 -test.fuzzcachedir "$kept/$package" 2>&1); then
			printf '%s %s\n%s\n' "$package" "$target" "$output"
			exit 1
		fi
		printf '%s %s %s\n' "$package" "$target" "$(grep -o 'execs: [0-9]*' <<<"$output" | tail -1 || echo 'only what was known')"
	done
done
