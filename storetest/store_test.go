package storetest_test

import (
	"minimost/demo"
	"minimost/handlers"
	"minimost/storetest"
)

// What the packages need of a store is asserted of every store: this does not
// compile when one of them needs more.
var (
	_ handlers.Store = storetest.Store(nil)
	_ demo.Store     = storetest.Store(nil)
)
