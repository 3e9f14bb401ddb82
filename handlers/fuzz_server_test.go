package handlers

import (
	"bytes"
	"fmt"
	"maps"
	"net"
	"os"
	"regexp"
	"strings"
	"testing"

	"minimost/handlers/web"

	"github.com/valyala/fasthttp"
	zombiezen "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"minimost/auth"
	"minimost/chat"
)

// fuzzServer is a fixture under requests that nobody foresaw. Each answer and each
// change is held against what its sender may see and do.
type fuzzServer struct {
	plan *roleFixture
	*roleServer
	bench   *bench
	handle  fasthttp.RequestHandler
	version string // of the database, when it was looked at last
	known   tables
}

// bench is a test whose clean-up is asked for: a fuzz run goes through many
// towns within one test.
type bench struct {
	testing.TB
	cleanups []func()
}

func (b *bench) Cleanup(f func()) { b.cleanups = append(b.cleanups, f) }

func (b *bench) TempDir() string {
	folder, err := os.MkdirTemp("", "minimost-fuzz-")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = os.RemoveAll(folder) })
	return folder
}

func (b *bench) close() {
	for len(b.cleanups) > 0 {
		last := len(b.cleanups) - 1
		b.cleanups[last]()
		b.cleanups = b.cleanups[:last]
	}
}

func newFuzzServer(tb testing.TB) *fuzzServer {
	s := &fuzzServer{plan: newRoleFixture(tb), bench: &bench{TB: tb}}
	tb.Cleanup(func() { s.bench.close() })
	return s
}

// begin makes sure that the fixture is as it was built.
func (s *fuzzServer) begin(t *testing.T) {
	s.bench.TB = t
	if s.roleServer != nil && s.dataVersion() == s.version {
		return
	}
	s.bench.close()
	// Tries of a fuzz run are no guessing of passwords.
	s.roleServer = s.plan.open(s.bench, trusting(t, "127.0.0.0/8"), func(c *config) { c.RateLimits = false })
	s.app.Handler() // builds the routes
	s.handle = s.app.Server().Handler
	s.known, s.version = s.tables(), s.dataVersion()
}

func (s *fuzzServer) dataVersion() string { return s.value("PRAGMA data_version") }

var homeAddress = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 40_000}

// send makes a request and holds what comes of it against what sender may.
func (s *fuzzServer) send(sender role, req *fasthttp.Request) *fasthttp.RequestCtx {
	s.t.Helper()
	if sender != asNobody {
		req.Header.SetCookie(auth.Cookie, s.plan.sessions[sender])
		req.Header.Set(web.PersonHeader, sender.name())
	}
	asked := req.String()
	ctx := new(fasthttp.RequestCtx)
	ctx.Init(req, homeAddress, nil)
	s.handle(ctx)
	before := s.known
	if version := s.dataVersion(); version != s.version {
		s.known, s.version = s.tables(), version
		for _, wrong := range before.trespasses(sender.name(), s.known, asked) {
			s.t.Errorf("%s changed what is not theirs: %s\n%q", sender, wrong, asked)
		}
	}
	s.answersWell(ctx, asked)
	if ctx.Hijacked() || ctx.Response.IsBodyStream() {
		_ = ctx.Response.CloseBodyStream()
		return ctx
	}
	body := plainBody(ctx)
	for _, secret := range before.secrets(sender.name(), s.known) {
		if bytes.Contains(body, []byte(secret)) && !strings.Contains(asked, secret) {
			s.t.Errorf("%s was shown %q\n%q\n%q", sender, secret, asked, body)
		}
	}
	return ctx
}

func plainBody(ctx *fasthttp.RequestCtx) []byte {
	if body, err := ctx.Response.BodyUncompressed(); err == nil {
		return body
	}
	return ctx.Response.Body()
}

// tables is every row of every table, by its primary key's columns or whatever
// else tells it apart.
type tables map[string]map[string]record

// record is a row, by column; NULL is "NULL".
type record map[string]string

// keys are the columns that tell the rows of a table apart where those are
// compared one by one.
var keys = map[string][]string{
	"messages": {"id"}, "users": {"username"}, "private_channels": {"id"}, "private_channel_members": {"channel_id", "username"},
	"audit": {"id"}, "invites": {"id"},
}

func (p *roleServer) tables() tables {
	p.t.Helper()
	all := make(tables)
	p.each("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'", func(stmt *zombiezen.Stmt) {
		all[stmt.ColumnText(0)] = make(map[string]record)
	})
	for table, rows := range all {
		p.each("SELECT * FROM "+table, func(stmt *zombiezen.Stmt) {
			row := make(record)
			for i := range stmt.ColumnCount() {
				if row[stmt.ColumnName(i)] = stmt.ColumnText(i); stmt.ColumnType(i) == zombiezen.TypeNull {
					row[stmt.ColumnName(i)] = "NULL"
				}
			}
			rows[row.key(table)] = row
		})
	}
	return all
}

func (r record) key(table string) string {
	if keys[table] == nil {
		return fmt.Sprint(r)
	}
	var key []string
	for _, column := range keys[table] {
		key = append(key, r[column])
	}
	return strings.Join(key, " ")
}

// sees reports whether someone has access to a channel.
func (all tables) sees(user, channel string) bool {
	ch, err := chat.ParseChannel(channel)
	switch {
	case err != nil || user == "":
		return false
	case ch.Kind == chat.Direct:
		return ch.Includes(user)
	case ch.Kind == chat.Private:
		return all.member(user, fmt.Sprint(ch.PrivateID)) != nil
	}
	return channel == "general" || channel == "random"
}

// member is someone's membership of a private channel that is in use.
func (all tables) member(user, id string) record {
	if room := all["private_channels"][id]; room == nil || room["archived_ts"] != "NULL" {
		return nil
	}
	return all["private_channel_members"][id+" "+user]
}

func (all tables) reads(user string, m record) bool {
	if m["deleted"] == "1" || !all.sees(user, m["channel"]) {
		return false
	}
	id, private := strings.CutPrefix(m["channel"], "private:")
	if !private {
		return true
	}
	start := all.member(user, id)["history_start_ts"]
	from, _ := chat.ParseStamp(start)
	sent, _ := chat.ParseStamp(m["ts"])
	return start == "NULL" || from <= sent
}

// tooPlain is the length up to which a text may stand anywhere by chance.
const tooPlain = 4

// secrets are the texts that someone sees neither before nor after a request.
func (all tables) secrets(user string, after tables) (texts []string) {
	for table, rule := range tableRules {
		secret := rule.secret
		if secret.column == "" {
			continue
		}
		for key, row := range all[table] {
			text, now := row[secret.column], after[table][key]
			if len(text) > tooPlain && !secret.sees(all, user, row) && (now == nil || !secret.sees(after, user, now)) {
				texts = append(texts, text)
			}
		}
	}
	// What somebody reads elsewhere is no secret.
	for _, rows := range []tables{all, after} {
		for _, m := range rows["messages"] {
			if rows.reads(user, m) {
				texts = slicesWithout(texts, m["content"])
			}
		}
	}
	return texts
}

func slicesWithout(list []string, within string) (kept []string) {
	for _, item := range list {
		if !strings.Contains(within, item) {
			kept = append(kept, item)
		}
	}
	return kept
}

// withToken is a request whose sender holds the link that sets a new password,
// which is all the right it takes.
var withToken = regexp.MustCompile(`^POST [^ ]*/reset/`)

// trespasses names the changes that were not user's to make.
func (all tables) trespasses(user string, after tables, asked string) (wrong []string) {
	for table, rows := range after {
		for key := range all[table] {
			if _, there := rows[key]; !there && !((table == "tokens" || table == "hooks") && withToken.MatchString(asked)) && !all.mayRemove(user, table, all[table][key], after) {
				wrong = append(wrong, fmt.Sprintf("%s lost %v", table, all[table][key]))
			}
		}
		for key, now := range rows {
			before := all[table][key]
			allowed := maps.Equal(before, now) || all.mayWrite(user, table, before, now)
			if !allowed && !(withToken.MatchString(asked) && (table == "users" || table == "reset_tokens")) {
				wrong = append(wrong, fmt.Sprintf("%s: %v became %v", table, before, now))
			}
		}
	}
	return wrong
}

// TestEveryTableSaysWhoMayWriteIt: the fuzz targets would take a write of a table
// without a rule for a trespass, whoever made it.
func TestEveryTableSaysWhoMayWriteIt(t *testing.T) {
	t.Parallel()
	all := newRoleFixture(t).open(t).tables()
	for table := range all {
		if tableRules[table].mayWrite == nil {
			t.Errorf("%s has no rule: handlers/roles_<noun>_test.go hands it to addTables", table)
		}
	}
	for table := range tableRules {
		if all[table] == nil {
			t.Errorf("there is a rule for %s, which is no table", table)
		}
	}
}

// change runs a statement as another program could.
func (w *world) change(statement string) {
	w.t.Helper()
	conn, err := zombiezen.OpenConn(w.path, zombiezen.OpenReadWrite)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := sqlitex.ExecuteTransient(conn, statement, nil); err != nil {
		w.t.Fatal(err)
	}
}
