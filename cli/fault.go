package cli

import "fmt"

// fault is one plain sentence for whoever runs the program.
type fault string

func (f fault) Error() string { return string(f) }

func faultf(format string, args ...any) error { return fault(fmt.Sprintf(format, args...)) }
