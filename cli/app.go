package cli

import (
	"os"
	"strings"
	"sync"
	"time"

	"minimost/chat"
	"minimost/handlers"
	"minimost/static"
)

// staticDir is where --dev finds the files to be edited: in the root of a
// checkout. Started elsewhere the program serves those it carries.
const staticDir = "static"

func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// emojiSet is parsed once, when somebody first needs it.
var emojiSet = sync.OnceValues(func() (*chat.EmojiSet, error) { return chat.ParseEmojiSet(static.EmojiData()) })

// canonicalEmoji leaves an emoji as it is where the set cannot be read, which
// whoever reacts is told.
func canonicalEmoji(stored string) string {
	set, err := emojiSet()
	if err != nil {
		return stored
	}
	return set.Canonical(stored)
}

// config is what the options say of the app that serves on addr: all but the
// parts that run.
func (p program) config(addr string) (handlers.Config, error) {
	files := static.Dir(staticDir)
	if !p.Dev || !isDirectory(staticDir) {
		var err error
		if files, err = static.Load(static.Embedded); err != nil {
			return handlers.Config{}, err
		}
	}
	base := p.baseURL(addr)
	return handlers.Config{
		Emoji:          emojiSet,
		Now:            time.Now,
		Assets:         files,
		BaseURL:        base,
		Hosts:          p.Hosts,
		Secure:         strings.HasPrefix(base, "https://") || p.TLSCert != "",
		TrustedProxies: p.proxies,
		RateLimits:     p.RateLimits,
		Signup:         chat.SignupMode(p.Signup),
		Dev:            p.Dev,
		MaxFile:        int64(p.MaxFile) << 20,
		MaxFiles:       int64(p.MaxFilesTotal) << 20,
		Demo:           p.demoLogin(),
	}, nil
}
