// Lend runs a PostgreSQL for tests and measurements that are no Go: for each line it
// reads it makes a database and writes its URL. At the end of its input it is gone.
package main

import (
	"bufio"
	"fmt"
	"os"

	"minimost/postgres/cluster"
)

func main() {
	if err := lend(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func lend() error {
	c, err := cluster.Start()
	if err != nil {
		return err
	}
	defer c.Stop()
	asked := bufio.NewScanner(os.Stdin)
	for asked.Scan() {
		name, err := c.NewDatabase(asked.Text())
		if err != nil {
			return err
		}
		fmt.Println(c.URL(name))
	}
	return asked.Err()
}
