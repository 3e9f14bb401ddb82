//go:build !linux

package postgres

import "net"

func newDialer() *net.Dialer { return &net.Dialer{KeepAliveConfig: alive} }
