package cli

import (
	"io"
	"net"
	"net/url"
	"strings"
	"testing"

	"minimost/chat"
)

// FuzzFlags reads values of the flags that have a form of their own.
func FuzzFlags(f *testing.F) {
	for _, seed := range [][3]string{
		{"127.0.0.1:8080", "", "general,random"}, {":0", "https://chat.example", "a"}, {"[::]:80", "http://a/", "a,,b"}, {"x", "ftp://a", "A"},
		{"", "https://", "a,a"}, {"::1", "https://a:b", " a , b "}, {"a:b:c", "https://a/?q", strings.Repeat("x", 81)}, {"\x00:1", "https://u:p@h", "\xff"},
		{"-1", "https://a#b", "--db"}, {"$HOME:1", "https://[::1%25eth0]:8", "a\\,b"}, {"@file", "HTTPS://A", "'a'"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, addr, baseURL, channels string) {
		command, err := parse([]string{"serve", "--addr=" + addr, "--base-url=" + baseURL, "--channels=" + channels}, io.Discard, io.Discard)
		if err != nil {
			if command != nil || strings.TrimSpace(err.Error()) == "" {
				t.Errorf("%v", err)
			}
			return
		}
		o, _, err := parseOptions([]string{"--addr=" + addr, "--base-url=" + baseURL, "--channels=" + channels}, usualDefaults, io.Discard, io.Discard)
		if err == nil {
			err = o.validate()
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := net.SplitHostPort(o.Addr); err != nil {
			t.Errorf("%q passed", addr)
		}
		if names, err := chat.ParsePublicNames(o.Channels); err != nil || len(names) != len(o.Channels) {
			t.Errorf("%q passed", channels)
		}
		u, err := url.Parse(o.baseURL(o.Addr))
		if baseURL != "" && (err != nil || u.Host == "" || u.Path != "" || u.User != nil || u.RawQuery != "" || u.Fragment != "") {
			t.Errorf("%q passed as %v, %v", baseURL, u, err)
		}
	})
}
