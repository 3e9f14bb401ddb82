package cli

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	zombiezen "zombiezen.com/go/sqlite"
)

// release is set when a release is built.
var release string

func (p program) version(context.Context) error {
	fmt.Fprintln(p.stdout, "minimost", ownVersion())
	fmt.Fprintln(p.stdout, "go", runtime.Version())
	fmt.Fprintln(p.stdout, "sqlite", zombiezen.Version)
	return nil
}

// ownVersion is the release, or what the Go tool noted of the source.
func ownVersion() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
