package cli

import (
	"context"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"

	"minimost/listen"
)

const (
	// maxConnections is how many connections are open at once, sockets
	// included: 10,000 people with two pages each, and as many again. Each takes a
	// file descriptor and some 10 to 26 KB.
	maxConnections = 50_000
	// maxAddressConnections is how many of them one address has: never all, and
	// enough for an office of 10,000 behind one address.
	maxAddressConnections = maxConnections / 2
	// maxHeld is how many bytes of answers wait in memory for clients to take them:
	// more than people ever let wait who read what they ask for.
	maxHeld        = 16 << 20
	maxAddressHeld = 12 << 20
	maxAccountHeld = 8 << 20
)

// listen listens on --addr. SIGHUP has it read its certificate again until ctx
// ends, and does nothing else.
func (p program) listen(ctx context.Context, logger *slog.Logger) (net.Listener, error) {
	var certificate *listen.Certificate
	if p.TLSCert != "" {
		var err error
		if certificate, err = listen.LoadCertificate(p.TLSCert, p.TLSKey, logger); err != nil {
			return nil, err
		}
	}
	onHangup(ctx, func() {
		if certificate != nil {
			certificate.Reload()
		}
	})
	listener, err := p.listenPlainly(ctx)
	if err != nil {
		return nil, err
	}
	limited := listen.Limit(listen.Lingering(listener), p.connectionLimits())
	if certificate == nil {
		return limited, nil
	}
	return certificate.Listen(limited), nil
}

func (p program) listenPlainly(ctx context.Context) (net.Listener, error) {
	if path, ok := listen.UnixPath(p.Addr); ok {
		return listen.Unix(ctx, path, fs.FileMode(p.socketMode))
	}
	return listen.On(ctx, p.Addr)
}

// onHangup calls f for each SIGHUP until ctx ends; without it the signal would
// end the process.
func onHangup(ctx context.Context, f func()) {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	go func() {
		for {
			select {
			case <-hangup:
				f()
			case <-ctx.Done():
				return
			}
		}
	}()
}

func (p program) connectionLimits() listen.Limits {
	limits := listen.Limits{All: maxConnections, Proxies: p.proxies, Plain: p.TLSCert == ""}
	limits.Held.All = maxHeld
	if p.RateLimits {
		limits.PerAddress = maxAddressConnections
		limits.Held.PerAddress, limits.Held.PerAccount = maxAddressHeld, maxAccountHeld
	}
	return limits
}
