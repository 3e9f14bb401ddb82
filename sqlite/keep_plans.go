package sqlite

import (
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// init has each connection of this process keep the plan of a statement whatever is
// bound to it. SQLite would compile every statement anew that has a bound LIMIT, or
// ORDER BY beside a bound equality, each time that it is run: ten to fifty times what
// running it takes. The library that opens connections has no setting for that, but
// calls what is registered here for each.
func init() {
	tls := libc.NewTLS()
	defer tls.Close()
	// A function that C calls is the pointer that a func is.
	keep := *(*uintptr)(unsafe.Pointer(&struct {
		of func(*libc.TLS, uintptr, uintptr, uintptr) int32
	}{keepPlans}))
	if code := lib.Xsqlite3_auto_extension(tls, keep); code != lib.SQLITE_OK {
		panic("SQLite takes no extension")
	}
}

// keepPlans is called as C calls a function, with a connection that was just opened.
func keepPlans(tls *libc.TLS, conn, _, _ uintptr) int32 {
	on := libc.NewVaList(int32(1), uintptr(0))
	if on == 0 {
		return lib.SQLITE_NOMEM
	}
	defer libc.Xfree(tls, on)
	return lib.Xsqlite3_db_config(tls, conn, lib.SQLITE_DBCONFIG_ENABLE_QPSG, on)
}
