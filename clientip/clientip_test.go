package clientip

import (
	"net"
	"net/netip"
	"strings"
	"testing"
)

// client is the network that a connection of that address comes from, with
// these lines of X-Forwarded-For.
func client(t testing.TB, trusted []string, remote string, forwarded ...string) string {
	t.Helper()
	proxies, err := ParseProxies(trusted)
	if err != nil {
		t.Fatal(err)
	}
	lines := make([][]byte, len(forwarded))
	for i, line := range forwarded {
		lines[i] = []byte(line)
	}
	return proxies.Client(net.TCPAddrFromAddrPort(netip.AddrPortFrom(netip.MustParseAddr(remote), 9)), lines).String()
}

func TestOnlyTrustedProxiesSayForWhomTheySpeak(t *testing.T) {
	far := "203.0.113.7"
	for name, try := range map[string]struct {
		trusted   []string
		remote    string
		forwarded []string
		want      string
	}{
		"no flag":                       {nil, "127.0.0.1", []string{far}, "127.0.0.1/32"},
		"another machine":               {[]string{"10.0.0.0/8"}, "192.0.2.1", []string{far}, "192.0.2.1/32"},
		"a proxy":                       {[]string{"127.0.0.0/8"}, "127.0.0.1", []string{far}, far + "/32"},
		"one address alone":             {[]string{"127.0.0.1"}, "127.0.0.1", []string{far}, far + "/32"},
		"its neighbour":                 {[]string{"127.0.0.1"}, "127.0.0.2", []string{far}, "127.0.0.2/32"},
		"two proxies":                   {[]string{"127.0.0.1", "10.0.0.0/8"}, "127.0.0.1", []string{far + ", 10.1.2.3"}, far + "/32"},
		"two lines":                     {[]string{"127.0.0.1", "10.0.0.0/8"}, "127.0.0.1", []string{far, "10.1.2.3"}, far + "/32"},
		"what the client began":         {[]string{"127.0.0.1"}, "127.0.0.1", []string{"198.51.100.1, " + far}, far + "/32"},
		"a client that looks trusted":   {[]string{"127.0.0.1", "10.0.0.0/8"}, "127.0.0.1", []string{"10.9.9.9," + far + ",10.0.0.1"}, far + "/32"},
		"a forged line before":          {[]string{"127.0.0.1"}, "127.0.0.1", []string{"198.51.100.1", far}, far + "/32"},
		"everybody trusted":             {[]string{"0.0.0.0/0"}, "127.0.0.1", []string{far + ", 10.0.0.1"}, far + "/32"},
		"a proxy that says nothing":     {[]string{"127.0.0.1"}, "127.0.0.1", nil, "127.0.0.1/32"},
		"an empty line":                 {[]string{"127.0.0.1"}, "127.0.0.1", []string{""}, "127.0.0.1/32"},
		"no address":                    {[]string{"127.0.0.1"}, "127.0.0.1", []string{far + ", unknown"}, "127.0.0.1/32"},
		"no address before a proxy":     {[]string{"127.0.0.1", "10.0.0.0/8"}, "127.0.0.1", []string{far + ", x, 10.0.0.1"}, "10.0.0.1/32"},
		"a comma too many":              {[]string{"127.0.0.1"}, "127.0.0.1", []string{far + ","}, "127.0.0.1/32"},
		"a port":                        {[]string{"127.0.0.1"}, "127.0.0.1", []string{far + ":4711"}, far + "/32"},
		"a number too large":            {[]string{"127.0.0.1"}, "127.0.0.1", []string{"256.0.0.1"}, "127.0.0.1/32"},
		"very long":                     {[]string{"127.0.0.1"}, "127.0.0.1", []string{strings.Repeat("1.1.1.1,", 1000) + far}, far + "/32"},
		"IPv6 counts by network":        {[]string{"127.0.0.1"}, "127.0.0.1", []string{"2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::/64"},
		"IPv6 with port and zone":       {[]string{"127.0.0.1"}, "127.0.0.1", []string{"[fe80::1%eth0]:80"}, "fe80::/64"},
		"IPv4 in IPv6":                  {[]string{"127.0.0.1"}, "127.0.0.1", []string{"::ffff:" + far}, far + "/32"},
		"a proxy by IPv6":               {[]string{"2001:db8::/32"}, "2001:db8::1", []string{far}, far + "/32"},
		"a proxy by IPv4 in IPv6":       {[]string{"10.0.0.0/8"}, "::ffff:10.0.0.1", []string{far}, far + "/32"},
		"a network of IPv4 in IPv6":     {[]string{"::ffff:10.0.0.0/104"}, "10.0.0.1", []string{far}, far + "/32"},
		"a client by IPv6, no proxy":    {nil, "2001:db8:1:2:3:4:5:6", nil, "2001:db8:1:2::/64"},
		"the same for its neighbour":    {nil, "2001:db8:1:2:ffff::1", nil, "2001:db8:1:2::/64"},
		"the trusted network is masked": {[]string{"10.1.2.3/8"}, "10.200.0.1", []string{far}, far + "/32"},
	} {
		if got := client(t, try.trusted, try.remote, try.forwarded...); got != try.want {
			t.Errorf("%s: %s, want %s", name, got, try.want)
		}
	}
}

func TestNetworksOfProxiesThatAreNone(t *testing.T) {
	for _, raw := range []string{"x", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "10.0.0.1:80", "::/129", "fe80::1%eth0", "fe80::%eth0/64", "::ffff:0:0/90", "10.0.0.0 - 10.0.0.9", "localhost"} {
		if list, err := ParseProxies([]string{"127.0.0.1", raw}); err == nil || !strings.Contains(err.Error(), raw) {
			t.Errorf("%q: %v, %v", raw, list, err)
		}
	}
	list, err := ParseProxies([]string{"", " 127.0.0.1 ", "::1", "10.0.0.0/8"})
	if err != nil || len(list) != 3 || list[0].String() != "127.0.0.1/32" || list[1].String() != "::1/128" {
		t.Errorf("%v, %v", list, err)
	}
}

func FuzzForwardedFor(f *testing.F) {
	for _, seed := range []string{"", ",", "1.2.3.4", "1.2.3.4, 5.6.7.8", "::1", "fe80::1%eth0", "[::1]:80", "::ffff:1.2.3.4", "2001:db8::1, x", "1.2.3.4:80"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, forwarded string) {
		address := client(t, []string{"127.0.0.0/8"}, "127.0.0.1", forwarded)
		network, err := netip.ParsePrefix(address)
		if customer := network.Addr().Is4() && network.Bits() == 32 || network.Addr().Is6() && network.Bits() == 64; err != nil || !customer || network.Masked() != network {
			t.Errorf("%q is %q", forwarded, address)
		}
	})
}

func TestWhoeverConnectsByASocketIsAProxy(t *testing.T) {
	remote := &net.UnixAddr{Net: "unix"}
	if got := Proxies(nil).Client(remote, [][]byte{[]byte("198.51.100.9, 203.0.113.7")}).String(); got != "203.0.113.7/32" {
		t.Errorf("with a client: %s", got)
	}
	if network := Proxies(nil).Client(remote, nil); network.IsValid() {
		t.Errorf("without one: %s", network)
	}
}
