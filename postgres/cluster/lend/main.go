// Lend runs a PostgreSQL for tests and measurements that are no Go, with the settings of
// its arguments: for each line it reads it makes a database, a copy of the one that stands
// there if any, and writes its URL; for "processor" it writes how many nanoseconds of the
// processor PostgreSQL has taken. At the end of its input it is gone.
package main

import (
	"bufio"
	"fmt"
	"os"

	"minimost/postgres/cluster"
)

func main() {
	if err := lend(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func lend(settings []string) error {
	c, err := cluster.Start(settings...)
	if err != nil {
		return err
	}
	defer c.Stop()
	asked := bufio.NewScanner(os.Stdin)
	for asked.Scan() {
		if asked.Text() == "processor" {
			took, err := c.Processor()
			if err != nil {
				return err
			}
			fmt.Println(took.Nanoseconds())
			continue
		}
		name, err := c.NewDatabase(asked.Text())
		if err != nil {
			return err
		}
		fmt.Println(c.URL(name))
	}
	return asked.Err()
}
