// Command minimost serves a team chat from one SQLite file.
package main

import (
	"os"

	"minimost/cli"
)

func main() { os.Exit(cli.Run(os.Args[1:], os.Stdout, os.Stderr)) }
