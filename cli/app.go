package cli

import (
	"log/slog"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/handlers"
	"minimost/pubsub"
	"minimost/sqlite"
	"minimost/static"
)

// staticDir is where --dev finds the files to be edited: in the root of a
// checkout. Started elsewhere the program serves those it carries.
const staticDir = "static"

func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func (p program) app(store *sqlite.Store, changes *pubsub.Hub, addr string, logger *slog.Logger, stats handlers.Stats, draining *atomic.Bool, streams *handlers.Streams) (*fiber.App, error) {
	files := static.Dir(staticDir)
	if !p.Dev || !isDirectory(staticDir) {
		var err error
		if files, err = static.Load(static.Embedded); err != nil {
			return nil, err
		}
	}
	base := p.baseURL(addr)
	return handlers.New(handlers.Config{
		Store:          store,
		Sessions:       store.Sessions(),
		Emoji:          sync.OnceValues(func() (*chat.EmojiSet, error) { return chat.ParseEmojiSet(static.EmojiData()) }),
		Now:            time.Now,
		Changes:        changes,
		Logger:         logger,
		Stats:          stats,
		Assets:         assets{files},
		BaseURL:        base,
		Secure:         strings.HasPrefix(base, "https://") || p.TLSCert != "",
		TrustedProxies: p.proxies,
		RateLimits:     p.RateLimits,
		Dev:            p.Dev,
		Demo:           p.demoLogin(),
		Draining:       draining,
		Streams:        streams,
	})
}
