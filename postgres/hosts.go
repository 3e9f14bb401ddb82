package postgres

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// hosts are the machines that the URL names, the ways to connect to each, and which answered last.
type hosts struct {
	ways [][]*pgconn.FallbackConfig
	good atomic.Int64
}

func hostsOf(config *pgx.ConnConfig) *hosts {
	h := &hosts{}
	ways := append([]*pgconn.FallbackConfig{{Host: config.Host, Port: config.Port, TLSConfig: config.TLSConfig}}, config.Fallbacks...)
	for i, way := range ways {
		if n := len(h.ways); i == 0 || h.ways[n-1][0].Host != way.Host || h.ways[n-1][0].Port != way.Port {
			h.ways = append(h.ways, nil)
		}
		last := &h.ways[len(h.ways)-1]
		*last = append(*last, way)
	}
	return h
}

// connectAny connects to the machine that answered last, or to the next that does. None that says nothing takes
// the time in which the others could be asked.
func (e *engine) connectAny(ctx context.Context, config *pgx.ConnConfig) (*pgx.Conn, error) {
	n := len(e.hosts.ways)
	good := int(e.hosts.good.Load())
	var errs []error
	for i := range n {
		at := (good + i) % n
		config := config.Copy()
		ways := e.hosts.ways[at]
		config.Host, config.Port, config.TLSConfig, config.Fallbacks = ways[0].Host, ways[0].Port, ways[0].TLSConfig, slices.Clone(ways[1:])
		share, cancel := context.WithTimeout(ctx, e.patience/time.Duration(n))
		raw, err := connectAs(share, config)
		cancel()
		if err == nil {
			e.hosts.good.Store(int64(at))
			return raw, nil
		}
		errs = append(errs, err)
	}
	return nil, errors.Join(errs...)
}
