package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"minimost/chat"
)

const (
	// heardWithin is within which time others see that the page of a server that died has
	// gone: as long as for one whose network is gone, as the page may have noticed no
	// sooner, and for a hidden page, whose timers sleep, as after a restart.
	heardWithin       = 15 * time.Second
	heardWithinHidden = chat.RestartGraceHidden
	// endsAfter and endsAfterHidden are how long after its server's lease a page ends.
	endsAfter       = heardWithin - leaseLasts - chat.LostGrace
	endsAfterHidden = heardWithinHidden - leaseLasts - chat.LostGrace
	// deadNodesKept is how long a server that has gone is remembered, so that its pages
	// can be told from those of others.
	deadNodesKept = 10 * time.Minute
)

const deadTabs = `SELECT t."user", t.tab, n.until FROM nodes AS n JOIN presence_tabs AS t ON t.node = n.node
	WHERE n.node <> $4 AND t.connected = 1 AND t.ending IS NULL
		AND n.until < $1::double precision - CASE WHEN t.state = 'hidden' THEN $3::double precision ELSE $2::double precision END`

// deadTab is a page whose server's lease is over.
type deadTab struct {
	user, tab string
	until     float64
}

// EndTabsOfDead ends the pages that were open at servers whose lease is over, unless they
// are open at another since.
func (n *Node) EndTabsOfDead(ctx context.Context, now time.Time) error {
	if !n.OnDuty() {
		return nil
	}
	var dead []deadTab
	err := n.directly(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, deadTabs, float64(chat.StampOf(now)), endsAfter.Seconds(), endsAfterHidden.Seconds(), n.engine.changes.node)
		if err != nil {
			return err
		}
		dead, err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (d deadTab, err error) {
			return d, r.Scan(&d.user, &d.tab, &d.until)
		})
		return err
	})
	if err != nil {
		return err
	}
	for _, d := range dead {
		if err := n.LoseTabUnlessHeard(ctx, d.user, d.tab, chat.Stamp(d.until), now); err != nil {
			return err
		}
	}
	return nil
}
