package main

import (
	"errors"
	"flag"
	"regexp"
)

// loadOptions are the flags of the commands that send load with wrk.
type loadOptions struct {
	rounds, seconds      int
	connections, threads int
	only                 *regexp.Regexp // endpoints
	folder, out          string
}

// add adds the flags to those of a command. The returned function is called
// when they have been parsed, and refuses what makes no sense.
func (o *loadOptions) add(flags *flag.FlagSet, rounds int) (check func() error) {
	flags.IntVar(&o.rounds, "rounds", rounds, "how often the two that are compared take turns")
	flags.IntVar(&o.seconds, "seconds", 2, "length of a round")
	flags.IntVar(&o.connections, "connections", 32, "connections of the load generator")
	flags.IntVar(&o.threads, "threads", 1, "threads of the load generator")
	flags.StringVar(&o.folder, "folder", "", "where databases are made (default: a folder for temporary files)")
	flags.StringVar(&o.out, "o", "", "write the result to this file as well")
	only := flags.String("only", "", "measure the endpoints whose name this regular expression finds")
	return func() (err error) {
		if min(o.rounds, o.seconds, o.connections, o.threads) < 1 || flags.NArg() > 0 {
			return errors.New("rounds, seconds, connections and threads are at least 1; there are no other arguments")
		}
		o.only, err = regexp.Compile(*only)
		return err
	}
}

// chosen are the endpoints that are to be measured.
func (o *loadOptions) chosen() (list []endpoint, err error) {
	for _, e := range endpoints() {
		if o.only.MatchString(e.name) {
			list = append(list, e)
		}
	}
	if len(list) == 0 {
		return nil, errors.New("-only finds no endpoint")
	}
	return list, nil
}
