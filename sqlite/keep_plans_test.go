package sqlite

import (
	"testing"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// The library that opens connections does not say how often a statement was
// compiled: this one is opened as it does.
func TestAStatementIsNotCompiledAgainForWhatIsBoundToIt(t *testing.T) {
	tls := libc.NewTLS()
	defer tls.Close()
	out := libc.Xmalloc(tls, 8)
	defer libc.Xfree(tls, out)
	opened := func(what string, code int32) uintptr {
		t.Helper()
		if code != lib.SQLITE_OK {
			t.Fatal(what, code)
		}
		return **(**uintptr)(unsafe.Pointer(&out))
	}
	text := func(s string) uintptr {
		c, err := libc.CString(s)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { libc.Xfree(nil, c) })
		return c
	}
	conn := opened("open", lib.Xsqlite3_open_v2(tls, text(":memory:"), out, lib.SQLITE_OPEN_READWRITE|lib.SQLITE_OPEN_CREATE, 0))
	defer lib.Xsqlite3_close(tls, conn)
	lib.Xsqlite3_exec(tls, conn, text("CREATE TABLE t (a, b); CREATE INDEX i ON t (a, b)"), 0, 0, 0)
	statement := opened("prepare", lib.Xsqlite3_prepare_v2(tls, conn, text("SELECT b FROM t WHERE a = ?1 ORDER BY b LIMIT ?2"), -1, out, 0))
	defer lib.Xsqlite3_finalize(tls, statement)
	for range 3 {
		lib.Xsqlite3_reset(tls, statement)
		lib.Xsqlite3_clear_bindings(tls, statement)
		lib.Xsqlite3_bind_int64(tls, statement, 1, 1)
		lib.Xsqlite3_bind_int64(tls, statement, 2, 50)
		if code := lib.Xsqlite3_step(tls, statement); code != lib.SQLITE_DONE {
			t.Fatal("step", code)
		}
	}
	if times := lib.Xsqlite3_stmt_status(tls, statement, lib.SQLITE_STMTSTATUS_REPREPARE, 0); times != 0 {
		t.Errorf("it was compiled %d times more", times)
	}
}
