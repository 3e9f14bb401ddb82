package cli

import (
	"io"
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"minimost/chat"
	"minimost/clientip"
	"minimost/listen"
	"minimost/postgres"
)

// options are the flags, each also an environment variable: MINIMOST_ADDR and
// so on. Every command takes all of them, so that one environment serves all.
type options struct {
	Addr           string   `default:"127.0.0.1:8080" help:"Address to listen on, or unix:/path of a socket; port 0 picks a free one."`
	SocketMode     string   `name:"socket-mode" default:"0660" placeholder:"MODE" help:"Mode of the socket, in octal: who may write to it may connect."`
	DB             string   `name:"db" default:"${db}" help:"The database file (demo.db with --demo), or the postgres:// URL of a database that several servers share."`
	Channels       []string `default:"${channels}" help:"Names of the public channels."`
	RateLimits     bool     `default:"true" negatable:"" help:"Slow down the guessing of passwords, and whoever asks far too much."`
	TrustedProxies []string `name:"trusted-proxies" placeholder:"CIDR" help:"Networks of the proxies whose X-Forwarded-For and X-Request-ID are believed."`
	Signup         string   `enum:"open,invite,closed" default:"open" help:"Who may make an account: anyone (open), whoever has an invite link (invite), or nobody (closed)."`
	AuditDays      int      `name:"audit-days" default:"${auditdays}" placeholder:"N" help:"Keep the audit log for so many days."`
	TLSCert        string   `name:"tls-cert" placeholder:"FILE" help:"Certificate to serve https with."`
	TLSKey         string   `name:"tls-key" placeholder:"FILE" help:"Key of the certificate."`
	MessageDays    int      `name:"message-days" placeholder:"N" help:"Remove messages that are older than so many days; 0 keeps them."`
	MaxFile        int      `name:"max-file" default:"${maxfile}" placeholder:"MIB" help:"Largest file that people may upload, in MiB."`
	MaxFilesTotal  int      `name:"max-files-total" default:"${maxfiles}" placeholder:"MIB" help:"How much all files together may take, in MiB."`
	FileDays       int      `name:"file-days" placeholder:"N" help:"Remove the content of files that were sent more than so many days ago; 0 keeps it."`
	Push           bool     `help:"Send Web Push, so that notifications reach browsers in which no page is open."`
	PushHosts      []string `name:"push-hosts" placeholder:"HOST" help:"Hosts that Web Push may be sent to although they are not reached by https, or are in a private network."`
	LogLevel       string   `name:"log-level" enum:"debug,info,warn,error" default:"info" help:"What is logged: debug, info, warn or error; debug has a line for each request."`
	MetricsAddr    string   `name:"metrics-addr" placeholder:"ADDR" help:"Address to show metrics for Prometheus on, such as 127.0.0.1:9464."`
	BaseURL        string   `name:"base-url" placeholder:"URL" help:"Where people reach the server, when that is not the address it listens on."`
	Hosts          []string `placeholder:"NAME" help:"Further names that the server goes by, beside the base URL's and localhost."`
	Demo           bool     `help:"Serve a chat with a made-up team in it, which fills a database of its own."`
	Dev            bool     `help:"Serve the component gallery, and static files from ./static without caching."`

	Serve  struct{} `cmd:"" default:"1" help:"Serve the chat (default)."`
	Backup struct {
		File string `arg:"" name:"FILE" help:"The copy to write."`
	} `cmd:"" help:"Copy the database, also while the server runs."`
	Restore struct {
		File string `arg:"" name:"FILE" help:"The backup."`
	} `cmd:"" help:"Put a backup in the place of the database, which is kept, while no server runs."`
	Check         struct{} `cmd:"" help:"Look the database over, and change nothing."`
	ResetPassword struct {
		User string `arg:"" name:"USER" help:"Whose password."`
	} `cmd:"" help:"Print a link that sets a new password once, within an hour."`
	Admin struct {
		Name string `arg:"" name:"NAME" help:"Who is to be administrator."`
	} `cmd:"" help:"Make an account administrator."`
	Account struct {
		Deactivate struct {
			Name string `arg:"" name:"NAME" help:"Whose account."`
		} `cmd:"" help:"Take an account out of use: its sessions end."`
		Reactivate struct {
			Name string `arg:"" name:"NAME" help:"Whose account."`
		} `cmd:"" help:"Take an account into use again."`
		Remove struct {
			Name     string `arg:"" name:"NAME" help:"Whose account."`
			Messages string `required:"" enum:"keep,remove" help:"What becomes of its messages: keep or remove."`
		} `cmd:"" help:"Remove an account for good; its name is handed out no more."`
	} `cmd:"" help:"Take accounts out of use, or remove them."`
	Move struct {
		File string `arg:"" name:"FILE" help:"The presence.db to move."`
		URL  string `arg:"" name:"URL" help:"The postgres:// URL of an empty database."`
	} `cmd:"" help:"Copy a database file into a PostgreSQL database, while no server runs."`
	Health struct{} `cmd:"" help:"Ask the server on --addr whether it is ready."`
	Import struct {
		Dir    string `arg:"" name:"DIR" help:"The data folder, with auth.db, presence.db and users/messages.db."`
		DryRun bool   `help:"Say what would be taken and what left out, and change nothing."`
	} `cmd:"" help:"Move the data of the Python original in, while no server runs."`
	Version struct{} `cmd:"" help:"Print versions."`

	proxies    clientip.Proxies // TrustedProxies, understood
	socketMode uint64           // SocketMode, understood
}

// The defaults that depend on whether it is a demo.
var (
	usualDefaults = defaultsOf("presence.db", "general,random")
	demoDefaults  = defaultsOf("demo.db", "general,random,design")
)

func defaultsOf(db, channels string) kong.Vars {
	return kong.Vars{
		"db": db, "channels": channels, "auditdays": strconv.Itoa(chat.DefaultAuditDays),
		"maxfile": strconv.Itoa(chat.DefaultMaxFile >> 20), "maxfiles": strconv.Itoa(chat.DefaultMaxFiles >> 20),
	}
}

func parseOptions(args []string, defaults kong.Vars, stdout, stderr io.Writer) (o options, command string, err error) {
	helped := false
	parser, err := kong.New(&o,
		kong.Name("minimost"),
		kong.Description("A team chat in one binary and one SQLite file."),
		kong.DefaultEnvars("MINIMOST"),
		defaults,
		kong.Writers(stdout, stderr),
		kong.Exit(func(int) { helped = true }),
	)
	if err != nil {
		return o, "", err
	}
	parsed, err := parser.Parse(args)
	if helped {
		return o, "", errHelpShown
	}
	if err != nil {
		return o, "", faultf("%v; see minimost --help.", err)
	}
	return o, parsed.Command(), nil
}

// validate refuses flags that contradict each other, before anything is touched.
func (o *options) validate() error {
	if o.DB == "" {
		return faultf("--db needs the name of a file.")
	}
	if o.DB == ":memory:" {
		return faultf("--db needs the name of a file: nothing is kept in memory alone.")
	}
	if !postgres.IsURL(o.DB) {
		o.DB = filepath.Clean(o.DB)
	} else if o.Demo {
		return faultf("--demo fills a file of its own; name one with --db, or leave it out.")
	}
	if (o.TLSCert == "") != (o.TLSKey == "") {
		return faultf("--tls-cert and --tls-key go together; give both or neither.")
	}
	if err := o.checkAddr(); err != nil {
		return err
	}
	if _, err := chat.ParsePublicNames(o.Channels); err != nil {
		return faultf("--channels: %v", err)
	}
	if o.MetricsAddr != "" {
		if _, isPath := listen.UnixPath(o.MetricsAddr); isPath || !hasPort(o.MetricsAddr) {
			return faultf("--metrics-addr needs a host and a port, such as 127.0.0.1:9464, not %q.", o.MetricsAddr)
		}
	}
	if o.MessageDays != 0 && (o.MessageDays < chat.MinMessageDays || o.MessageDays > chat.MaxMessageDays) {
		return faultf("--message-days needs %d to %d days, or 0 to keep all messages, not %d.",
			chat.MinMessageDays, chat.MaxMessageDays, o.MessageDays)
	}
	if o.MaxFile < 1 || o.MaxFile > chat.MaxMaxFile>>20 || o.MaxFilesTotal < o.MaxFile {
		return faultf("--max-file needs 1 to %d MiB, and --max-files-total no less than that.", chat.MaxMaxFile>>20)
	}
	if o.FileDays != 0 && (o.FileDays < chat.MinMessageDays || o.FileDays > chat.MaxMessageDays) {
		return faultf("--file-days needs %d to %d days, or 0 to keep all files, not %d.", chat.MinMessageDays, chat.MaxMessageDays, o.FileDays)
	}
	if o.AuditDays < chat.MinAuditDays || o.AuditDays > chat.MaxAuditDays {
		return faultf("--audit-days needs %d to %d days, not %d.", chat.MinAuditDays, chat.MaxAuditDays, o.AuditDays)
	}
	proxies, err := clientip.ParseProxies(o.TrustedProxies)
	if err != nil {
		return faultf("--trusted-proxies: %v.", err)
	}
	o.proxies = proxies
	for _, name := range o.Hosts {
		if !isHostName(name) {
			return faultf("--hosts needs names such as chat.example, without a port or *, in other letters as xn--…, not %q.", name)
		}
	}
	return o.checkBaseURL()
}

func (o *options) checkAddr() (err error) {
	if o.socketMode, err = strconv.ParseUint(o.SocketMode, 8, 9); err != nil {
		return faultf("--socket-mode needs three octal digits, such as 0660, not %q.", o.SocketMode)
	}
	path, isPath := listen.UnixPath(o.Addr)
	if isPath && (path == "" || path[0] == '@') {
		return faultf("--addr needs the path of a socket after unix:, such as unix:/run/minimost/socket, not %q.", o.Addr)
	}
	if !isPath && !hasPort(o.Addr) {
		return faultf("--addr needs a host and a port, such as 127.0.0.1:8080, or unix: and a path, not %q.", o.Addr)
	}
	return nil
}

func hasPort(addr string) bool {
	_, _, err := net.SplitHostPort(addr)
	return err == nil
}

// hostName is a name as browsers send it, which write those in other letters as xn--.
var hostName = regexp.MustCompile(`^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?$`)

func isHostName(name string) bool {
	if hostName.MatchString(name) {
		return true
	}
	_, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return err == nil
}

func (o *options) checkBaseURL() error {
	if o.BaseURL == "" {
		return nil
	}
	o.BaseURL = strings.TrimSuffix(o.BaseURL, "/")
	u, err := url.Parse(o.BaseURL)
	if err == nil && u.Host != "" && u.Path != "" && u.Path != "/" {
		return faultf("--base-url has the path %s, and the chat needs a host of its own, such as https://chat.example: it cannot be served below a path.", u.Path)
	}
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || o.BaseURL != u.Scheme+"://"+u.Host {
		return faultf("--base-url needs http:// or https:// and a host alone, such as https://chat.example, not %q.", o.BaseURL)
	}
	if !isHostName(u.Hostname()) {
		return faultf("--base-url needs the name that browsers send, in other letters as xn--…, not %q.", u.Hostname())
	}
	return nil
}
