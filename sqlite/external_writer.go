package sqlite

// An external writer is another connection that commits to the file: another
// program, or another Store. On the writer's own connection PRAGMA data_version
// moves for external commits alone.

// checkExternalWriters calls onExternal if there was an external commit.
func (w *writer) checkExternalWriters() {
	if w.externalCommit() {
		w.onExternal()
	}
}

// externalCommit reports whether there was an external commit since it was called
// last, and then has the row cache forget what it changed.
func (w *writer) externalCommit() bool {
	before := w.dataVersion
	changed := w.readDataVersion()
	if before == w.dataVersion {
		return false
	}
	w.rows.forget(changed)
	w.externalCommits.Add(1)
	w.unindexed.Add(1)
	return before != 0
}

func (w *writer) readDataVersion() Touched {
	version, changed, err := w.conn.External()
	if err != nil {
		w.log.Error("cannot look for external commits", "error", err)
		return changed
	}
	w.dataVersion = version
	return changed
}
