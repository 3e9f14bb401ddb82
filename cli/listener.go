package cli

import (
	"context"
	"net"

	"minimost/listen"
)

const (
	// maxConnections is how many connections are open at once, event streams
	// included: 10,000 people with two pages each, and as many again. Each takes a
	// file descriptor and some 10 to 26 KB.
	maxConnections = 50_000
	// maxAddressConnections is how many of them one address has: never all, and
	// enough for an office of 10,000 behind one address.
	maxAddressConnections = maxConnections / 2
)

func (p program) listen(ctx context.Context) (net.Listener, error) {
	listener, err := listen.On(ctx, p.Addr)
	if err != nil {
		return nil, err
	}
	limited := listen.Limit(listen.Lingering(listener), p.connectionLimits())
	if p.TLSCert == "" {
		return limited, nil
	}
	return listen.TLS(limited, p.TLSCert, p.TLSKey)
}

func (p program) connectionLimits() listen.Limits {
	limits := listen.Limits{All: maxConnections, Proxies: p.proxies, Plain: p.TLSCert == ""}
	if p.RateLimits {
		limits.PerAddress = maxAddressConnections
	}
	return limits
}
