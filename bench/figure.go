package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"
)

type number interface {
	~int | ~int64 | ~float64
}

// quantile is the smallest value that a share q of the values does not exceed;
// 0 for no values.
func quantile[T number](values []T, q float64) T {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	rank := int(math.Ceil(q*float64(len(sorted)))) - 1
	return sorted[min(max(rank, 0), len(sorted)-1)]
}

// median is the middle value, or the mean of the two in the middle; 0 for no
// values.
func median[T number](values []T) T {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[half]
	}
	return sorted[half-1] + (sorted[half]-sorted[half-1])/2
}

// ratios divides the values of two series of rounds, round by round. A round
// without a value to divide by counts as 0.
func ratios(values, by []float64) []float64 {
	quotients := make([]float64, min(len(values), len(by)))
	for i := range quotients {
		if by[i] > 0 {
			quotients[i] = values[i] / by[i]
		}
	}
	return quotients
}

func milliseconds(d time.Duration) string {
	return strconv.FormatFloat(float64(d)/float64(time.Millisecond), 'f', 2, 64) + " ms"
}

func mebibytes(bytes int64) string { return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20)) }

// grouped writes a count with a comma between thousands.
func grouped(n float64) string {
	digits := strconv.FormatFloat(math.Round(n), 'f', 0, 64)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
