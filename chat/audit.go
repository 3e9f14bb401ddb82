package chat

import "context"

// AuditAction is what an entry of the audit log says was done.
type AuditAction string

// The actions of the audit log. Its entries never hold a text that people wrote, nor a
// secret.
const (
	AuditSignedUp        AuditAction = "signed-up"        // subject: the account
	AuditLoggedIn        AuditAction = "logged-in"        // subject: the account
	AuditLoginFailed     AuditAction = "login-failed"     // subject: the account, if there is one of that name
	AuditResetLinkMade   AuditAction = "reset-link-made"  // subject: the account
	AuditPasswordReset   AuditAction = "password-reset"   // subject: the account
	AuditRoleGiven       AuditAction = "role-given"       // subject: the account; detail: the role
	AuditRoleTaken       AuditAction = "role-taken"       // subject: the account; detail: the role
	AuditSessionsEnded   AuditAction = "sessions-ended"   // subject: the account
	AuditInviteMade      AuditAction = "invite-made"      // detail: the invite's number
	AuditInviteUsed      AuditAction = "invite-used"      // subject: who made it; detail: its number
	AuditInviteEnded     AuditAction = "invite-ended"     // detail: its number
	AuditSettingChanged  AuditAction = "setting-changed"  // subject: its name; detail: its value
	AuditChannelTakeover AuditAction = "channel-takeover" // subject: the channel
	AuditChannelArchived AuditAction = "channel-archived" // subject: the channel
	AuditChannelRenamed  AuditAction = "channel-renamed"  // subject: the channel
	AuditChannelRestored AuditAction = "channel-restored" // subject: the channel

	AuditPasswordChanged    AuditAction = "password-changed"    // subject: the account
	AuditAccountDeactivated AuditAction = "account-deactivated" // subject: the account
	AuditAccountReactivated AuditAction = "account-reactivated" // subject: the account
	AuditAccountRemoved     AuditAction = "account-removed"     // subject: the account; detail: its number
	AuditDataExported       AuditAction = "data-exported"       // subject: the account
	AuditMessageDeleted     AuditAction = "message-deleted"     // of somebody else; subject: the channel; detail: its number
)

// RoleAdministrator is what administrators are called in the audit log.
const RoleAdministrator = "administrator"

// AuditEntry is one line of the audit log.
type AuditEntry struct {
	ID      int64
	TS      Stamp
	Action  AuditAction
	Actor   string // account; "" is the server or its command line
	Address string // where Actor's request came from; "" is nowhere
	Subject string // account or channel that it was done to, or ""
	Detail  string // a number, a role or a setting, or ""
}

// Days that the audit log may be kept, and how long it is by itself.
const (
	DefaultAuditDays = 365
	MinAuditDays     = 1
	MaxAuditDays     = 36_500
)

// AuditSource is who does something, and from where.
type AuditSource struct{ Actor, Address string }

type auditSourceKey struct{}

// WithAuditSource is a context in which a store knows who makes a change.
func WithAuditSource(ctx context.Context, source AuditSource) context.Context {
	return context.WithValue(ctx, auditSourceKey{}, source)
}

// AuditSourceOf is who makes a change; the zero AuditSource where nobody was named.
func AuditSourceOf(ctx context.Context) AuditSource {
	source, _ := ctx.Value(auditSourceKey{}).(AuditSource)
	return source
}

// AuditFilter chooses entries of the audit log; its zero value all of them.
type AuditFilter struct {
	Before int64       // entries with lower ids; 0: from the newest
	Action AuditAction // "": any
	Person string      // who did it or to whom it was done, in any case; "": anyone
}
