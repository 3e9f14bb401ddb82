package sqlite

import (
	"context"
	"math"
	"time"

	"minimost/chat"
)

var (
	auditInsert = load("audit/insert")
	auditList   = load("audit/list")
	auditPrune  = load("audit/prune")
	auditStale  = load("audit/any_to_prune")
)

// audit writes an entry of the audit log in the transaction of what it tells of. Who
// did it and from where is what chat.WithAuditSource has put into ctx.
func audit(ctx context.Context, tx *transaction, now time.Time, action chat.AuditAction, subject, detail string) error {
	source := chat.AuditSourceOf(ctx)
	return auditInsert.exec(tx.Conn, real(":ts", chat.StampOf(now)), text(":action", string(action)), text(":actor", source.Actor),
		text(":address", source.Address), text(":subject", subject), text(":detail", detail))
}

// WriteAudit writes an entry of the audit log about what changed nothing else.
func (s *Store) WriteAudit(ctx context.Context, now time.Time, action chat.AuditAction, subject, detail string) error {
	return s.write(ctx, durable, func(tx *transaction) error { return audit(ctx, tx, now, action, subject, detail) })
}

// AuditEntries are at most limit entries of the audit log, the newest first.
func (s *Store) AuditEntries(ctx context.Context, f chat.AuditFilter, limit int) (entries []chat.AuditEntry, err error) {
	before := f.Before
	if before == 0 {
		before = math.MaxInt64
	}
	err = s.read(ctx, func(conn Conn) error {
		return auditList.each(conn, func(stmt Stmt) error {
			entries = append(entries, chat.AuditEntry{
				ID: stmt.GetInt64("id"), TS: getStamp(stmt, "ts"), Action: chat.AuditAction(stmt.GetText("action")),
				Actor: stmt.GetText("actor"), Address: stmt.GetText("address"), Subject: stmt.GetText("subject"), Detail: stmt.GetText("detail"),
			})
			return nil
		}, whole(":before", before), text(":action", string(f.Action)), text(":person", f.Person), whole(":limit", int64(limit)))
	})
	return entries, err
}

// RemoveAudit removes the entries of before a stamp, in small steps.
func (s *Store) RemoveAudit(ctx context.Context, before chat.Stamp) error {
	for {
		var stale bool
		err := s.read(ctx, func(conn Conn) (err error) {
			stale, err = auditStale.one(conn, func(Stmt) {}, real(":before", before))
			return err
		})
		if err != nil || !stale {
			return err
		}
		err = s.write(ctx, volatile, func(tx *transaction) error {
			return auditPrune.exec(tx.Conn, real(":before", before), whole(":limit", pruneStep))
		})
		if err != nil {
			return err
		}
	}
}
