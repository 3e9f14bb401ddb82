package sqlite

var (
	importForeignReactions = load("import/foreign_reactions")
	importRespell          = load("import/respell_reaction")
	importReaders          = load("import/readers")
	importRenameReader     = load("import/rename_reader")
)

// RewriteReactions gives reactions that other programs wrote another emoji and
// reactor; what rewrite returns as it was stays.
func (i *Import) RewriteReactions(rewrite func(emoji, reactor string) (string, string)) error {
	type row struct {
		id             int64
		emoji, reactor string
	}
	var changed []row
	err := importForeignReactions.each(i.rows(), func(stmt Stmt) error {
		was := row{stmt.GetInt64("id"), stmt.GetText("emoji"), stmt.GetText("reactor")}
		is := row{id: was.id}
		if is.emoji, is.reactor = rewrite(was.emoji, was.reactor); is != was {
			changed = append(changed, is)
		}
		return nil
	})
	for _, r := range changed {
		if err == nil {
			err = importRespell.exec(i.rows(), whole(":id", r.id), text(":emoji", r.emoji), text(":reactor", r.reactor))
		}
	}
	return i.fault(err)
}

// RenameReaders gives the readers of receipts other names; one that rename
// returns as it was stays.
func (i *Import) RenameReaders(rename func(reader string) string) error {
	var readers []string
	err := importReaders.each(i.rows(), func(stmt Stmt) error {
		readers = append(readers, stmt.GetText("reader"))
		return nil
	})
	for _, reader := range readers {
		if to := rename(reader); err == nil && to != reader {
			err = importRenameReader.exec(i.rows(), text(":from", reader), text(":to", to))
		}
	}
	return i.fault(err)
}
