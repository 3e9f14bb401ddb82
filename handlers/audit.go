package handlers

import (
	"context"
	"time"

	"minimost/chat"
)

type auditStore interface {
	// WriteAudit writes an entry of the audit log about what changed nothing else.
	WriteAudit(ctx context.Context, now time.Time, action chat.AuditAction, subject, detail string) error
}

// audited is the request's context for a change that the audit log is to tell of: it
// says who makes it, and from where.
func (s *server) audited(r *request) context.Context { return s.auditedAs(r, r.user.Username) }

// auditedAs is audited for what is done by somebody who has no session yet.
func (s *server) auditedAs(r *request, actor string) context.Context {
	return chat.WithAuditSource(r.ctx, chat.AuditSource{Actor: actor, Address: s.shownAddress(r)})
}

// auditFailedLogin notes a wrong password, or one of an account that is out of use. A name that is nobody's is left out: people
// type their passwords there.
func (s *server) auditFailedLogin(r *request, username string) error {
	user, err := s.Store.User(r.ctx, username)
	if err != nil && chat.CodeOf(err) != chat.NotFound {
		return err
	}
	return s.Store.WriteAudit(s.auditedAs(r, ""), r.now, chat.AuditLoginFailed, user.Username, "")
}
