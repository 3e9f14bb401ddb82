package handlers

import (
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

// networkBits is how much of an IPv6 address tells customers apart.
const networkBits = 64

// ParseProxies reads the networks of proxies, such as "10.0.0.0/8" or
// "127.0.0.1". The error names the first that is none.
func ParseProxies(list []string) ([]netip.Prefix, error) {
	var proxies []netip.Prefix
	for _, raw := range list {
		if raw = strings.TrimSpace(raw); raw == "" {
			continue
		}
		prefix, err := netip.ParsePrefix(raw)
		if err != nil {
			addr, addrErr := netip.ParseAddr(raw)
			if addrErr != nil || addr.Zone() != "" {
				return nil, chat.Errorf(chat.Invalid, "%q is no network such as 10.0.0.0/8, 2001:db8::/32 or 127.0.0.1.", raw)
			}
			prefix = netip.PrefixFrom(addr, addr.BitLen())
		}
		if addr := prefix.Addr(); addr.Is4In6() {
			const mapped = 96 // bits before the address itself
			if prefix.Bits() < mapped {
				return nil, chat.Errorf(chat.Invalid, "%q is wider than the addresses that it maps.", raw)
			}
			prefix = netip.PrefixFrom(addr.Unmap(), prefix.Bits()-mapped)
		}
		proxies = append(proxies, prefix.Masked())
	}
	return proxies, nil
}

// isProxy reports whether an address is that of a proxy whose word about a
// request counts.
func isProxy(proxies []netip.Prefix, addr netip.Addr) bool {
	return slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// fromProxy reports whether the connection is that of a trusted proxy.
func (s *server) fromProxy(c *fiber.Ctx) bool {
	return len(s.TrustedProxies) > 0 && isProxy(s.TrustedProxies, remoteAddress(c.Context().RemoteAddr()))
}

// clientAddress is where a request comes from, as far as limits tell addresses
// apart.
func (s *server) clientAddress(c *fiber.Ctx) string {
	address := remoteAddress(c.Context().RemoteAddr())
	if s.fromProxy(c) {
		address = s.forwardedFor(c, address)
	}
	return Network(address).String()
}

// forwardedFor is the client that trusted proxies name. Each has written the
// address of whoever asked it at the end of the list, so what stands before one
// that is no trusted proxy is anybody's say. Where an entry is no address, the
// proxy that passed it on stands for its clients.
func (s *server) forwardedFor(c *fiber.Ctx, address netip.Addr) netip.Addr {
	var lines []string
	for _, line := range c.Request().Header.PeekAll(fiber.HeaderXForwardedFor) {
		lines = append(lines, string(line))
	}
	hops := strings.Split(strings.Join(lines, ","), ",")
	for _, hop := range slices.Backward(hops) {
		next, ok := parseHop(hop)
		if !ok {
			break
		}
		address = next
		if !isProxy(s.TrustedProxies, address) {
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

func remoteAddress(remote net.Addr) netip.Addr {
	if tcp, ok := remote.(*net.TCPAddr); ok {
		return tcp.AddrPort().Addr().Unmap().WithZone("")
	}
	return netip.Addr{}
}
