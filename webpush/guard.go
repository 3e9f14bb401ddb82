package webpush

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"minimost/chat"
)

var (
	errNoPushService = chat.Errorf(chat.Invalid, "Push services are reached by https.")
	// errPrivate ends a connection before anything is sent.
	errPrivate = errors.New("the address is not one of the public network")
)

// notPublic are the networks beside those that netip knows in which no push service
// is: somebody's own, or such as lead to others.
var notPublic = prefixes("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "240.0.0.0/4", "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "fec0::/10")

// translated is where IPv6 networks show what has IPv4 alone, in the last four bytes.
var translated = netip.MustParsePrefix("64:ff9b::/96")

func prefixes(all ...string) (list []netip.Prefix) {
	for _, text := range all {
		list = append(list, netip.MustParsePrefix(text))
	}
	return list
}

// isPublic reports whether an address is one of the public network.
func isPublic(address netip.Addr) bool {
	address = address.Unmap()
	if translated.Contains(address) {
		bytes := address.As16()
		address = netip.AddrFrom4([4]byte(bytes[12:]))
	}
	if !address.IsGlobalUnicast() || address.IsPrivate() {
		return false
	}
	for _, network := range notPublic {
		if network.Contains(address) {
			return false
		}
	}
	return true
}

// guard knows where may be sent to.
type guard struct {
	hosts map[string]bool // allowed though not by https, or private
}

func newGuard(hosts []string) guard {
	g := guard{hosts: make(map[string]bool)}
	for _, host := range hosts {
		g.hosts[strings.ToLower(host)] = true
	}
	return g
}

func (g guard) allows(host, port string) bool {
	host = strings.ToLower(host)
	return g.hosts[host] || g.hosts[net.JoinHostPort(host, port)]
}

// check reads an endpoint. It is Invalid for one that nothing is sent to, whatever
// its name stands for.
func (g guard) check(endpoint string) (*url.URL, error) {
	to, err := url.Parse(endpoint)
	if err != nil || to.Hostname() == "" {
		return nil, errNoPushService
	}
	port := to.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[to.Scheme]
	}
	allowed := g.allows(to.Hostname(), port)
	if to.Scheme != "https" && (to.Scheme != "http" || !allowed) {
		return nil, errNoPushService
	}
	if address, err := netip.ParseAddr(to.Hostname()); err == nil && !allowed && !isPublic(address) {
		return nil, errNoPushService
	}
	return to, nil
}

// Bounds of one attempt.
const (
	connectTimeout = 5 * time.Second
	sendTimeout    = 10 * time.Second
	connsPerHost   = 16
)

// client follows nobody elsewhere, asks no proxy, and connects to nothing private.
func (g guard) client() *http.Client {
	return &http.Client{
		Timeout:       sendTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext: g.dial, ForceAttemptHTTP2: true, TLSHandshakeTimeout: connectTimeout, DisableCompression: true,
			MaxConnsPerHost: connsPerHost, MaxIdleConnsPerHost: connsPerHost, IdleConnTimeout: time.Minute, MaxResponseHeaderBytes: 16 << 10,
		},
	}
}

// dial looks at the address that the name has turned out to be.
func (g guard) dial(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: connectTimeout}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if !g.allows(host, port) {
		dialer.Control = func(_, resolved string, _ syscall.RawConn) error {
			to, err := netip.ParseAddrPort(resolved)
			if err != nil || !isPublic(to.Addr().WithZone("")) {
				return errPrivate
			}
			return nil
		}
	}
	return dialer.DialContext(ctx, network, address)
}
