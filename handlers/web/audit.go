package web

import (
	"context"
	"strings"
	"time"

	"minimost/chat"
)

type auditStore interface {
	// WriteAudit writes an entry of the audit log about what changed nothing else.
	WriteAudit(ctx context.Context, now time.Time, action chat.AuditAction, subject, detail string) error
}

// Audited is the request's context for a change that the audit log is to tell of: it
// says who makes it, and from where.
func (s *Server) Audited(r *Request) context.Context { return s.AuditedAs(r, r.User.Username) }

// AuditedAs is audited for what is done by somebody who has no session yet.
func (s *Server) AuditedAs(r *Request, actor string) context.Context {
	return chat.WithAuditSource(r.Ctx, chat.AuditSource{Actor: actor, Address: s.shownAddress(r)})
}

// AuditFailedLogin notes a wrong password, or one of an account that is out of use. A name that is nobody's is left out: people
// type their passwords there.
func (s *Server) AuditFailedLogin(r *Request, username string) error {
	user, err := s.store.User(r.Ctx, username)
	if err != nil && chat.CodeOf(err) != chat.NotFound {
		return err
	}
	return s.store.WriteAudit(s.AuditedAs(r, ""), r.Now, chat.AuditLoginFailed, user.Username, "")
}

// shownAddress is the client's address, of IPv6 the network that counts as one.
func (s *Server) shownAddress(r *Request) string {
	const alone = "/32"
	return strings.TrimSuffix(s.ClientAddress(r.HTTP), alone)
}
