package cli

import (
	"net/netip"
	"testing"
)

func TestTheProgramLimitsItsConnections(t *testing.T) {
	for _, limited := range []bool{true, false} {
		p := program{options: options{RateLimits: limited, TLSCert: "x"}}
		p.proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
		limits := p.connectionLimits()
		if limits.All != maxConnections || (limits.PerAddress == maxAddressConnections) != limited || limits.Plain || len(limits.Proxies) != 1 {
			t.Errorf("limited %v: %+v", limited, limits)
		}
	}
}
