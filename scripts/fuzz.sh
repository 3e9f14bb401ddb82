#!/usr/bin/env bash
# Runs fuzz targets one after the other: fuzz.sh TIME PACKAGES [NAME].
set -euo pipefail
time=$1 packages=$2 name=${3:-Fuzz}

for package in $(go list "$packages"); do
	targets=$(go test -list "^$name" "$package" | grep '^Fuzz' || true)
	for target in $targets; do
		printf '%s %s ' "$package" "$target"
		# One that makes an input smaller does little else meanwhile.
		if ! output=$(go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 20x -parallel 1 "$package" 2>&1); then
			printf '%s\n' "$output"
			exit 1
		fi
		grep -o 'execs: [0-9]*' <<<"$output" | tail -1 || echo 'only what was known'
	done
done
