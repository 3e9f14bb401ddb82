// Package clientip says where a request comes from, directly or through proxies
// that are trusted to name their client.
package clientip

import (
	"bytes"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
)

// networkBits is how much of an IPv6 address tells customers apart.
const networkBits = 64

// Proxies are the networks of proxies whose word about a request counts.
type Proxies []netip.Prefix

// ParseProxies reads networks such as "10.0.0.0/8" or "127.0.0.1". The error
// names the first that is none.
func ParseProxies(list []string) (Proxies, error) {
	var proxies Proxies
	for _, raw := range list {
		if raw = strings.TrimSpace(raw); raw == "" {
			continue
		}
		prefix, err := netip.ParsePrefix(raw)
		if err != nil {
			addr, addrErr := netip.ParseAddr(raw)
			if addrErr != nil || addr.Zone() != "" {
				return nil, fmt.Errorf("%q is no network such as 10.0.0.0/8, 2001:db8::/32 or 127.0.0.1", raw)
			}
			prefix = netip.PrefixFrom(addr, addr.BitLen())
		}
		if addr := prefix.Addr(); addr.Is4In6() {
			const mapped = 96 // bits before the address itself
			if prefix.Bits() < mapped {
				return nil, fmt.Errorf("%q is wider than the addresses that it maps", raw)
			}
			prefix = netip.PrefixFrom(addr.Unmap(), prefix.Bits()-mapped)
		}
		proxies = append(proxies, prefix.Masked())
	}
	return proxies, nil
}

// Contain reports whether an address is that of a proxy.
func (p Proxies) Contain(addr netip.Addr) bool {
	return slices.ContainsFunc(p, func(network netip.Prefix) bool { return network.Contains(addr) })
}

// Sent reports whether a connection is that of a proxy: of one that is trusted,
// or of a Unix socket, which only they can open whom its mode lets.
func (p Proxies) Sent(remote net.Addr) bool {
	if _, local := remote.(*net.UnixAddr); local {
		return true
	}
	return len(p) > 0 && p.Contain(addressOf(remote))
}

// Client is the network of the client that a request comes from: of the remote
// end of its connection, or, where that is a proxy, of whom the lines of its
// X-Forwarded-For name.
func (p Proxies) Client(remote net.Addr, forwardedFor [][]byte) netip.Prefix {
	address := addressOf(remote)
	if p.Sent(remote) {
		address = p.forwardedFor(address, forwardedFor)
	}
	return Network(address)
}

// forwardedFor is the client that trusted proxies name. Each has written the
// address of whoever asked it at the end of the list, so what stands before one
// that is no trusted proxy is anybody's say. Where an entry is no address, the
// proxy that passed it on stands for its clients.
func (p Proxies) forwardedFor(address netip.Addr, lines [][]byte) netip.Addr {
	hops := strings.Split(string(bytes.Join(lines, []byte(","))), ",")
	for _, hop := range slices.Backward(hops) {
		next, ok := parseHop(hop)
		if !ok {
			break
		}
		address = next
		if !p.Contain(address) {
			break
		}
	}
	return address
}

// parseHop reads an address, with or without a port.
func parseHop(raw string) (netip.Addr, bool) {
	raw = strings.TrimSpace(raw)
	addr, err := netip.ParseAddr(raw)
	if err != nil {
		withPort, err := netip.ParseAddrPort(raw)
		if err != nil {
			return netip.Addr{}, false
		}
		addr = withPort.Addr()
	}
	return addr.Unmap().WithZone(""), true
}

// Network is what belongs to one customer: an IPv4 address, or an IPv6 network
// of 64 bits.
func Network(address netip.Addr) netip.Prefix {
	address = address.Unmap().WithZone("")
	bits := address.BitLen()
	if address.Is6() {
		bits = networkBits
	}
	return netip.PrefixFrom(address, bits).Masked()
}

func addressOf(remote net.Addr) netip.Addr {
	if tcp, ok := remote.(*net.TCPAddr); ok {
		return tcp.AddrPort().Addr().Unmap().WithZone("")
	}
	return netip.Addr{}
}
