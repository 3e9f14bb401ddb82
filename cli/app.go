package cli

import (
	"context"
	"log/slog"
	"os"
	"strings"
	"sync"
	"time"

	"minimost/chat"
	"minimost/handlers"
	"minimost/handlers/web"
	"minimost/lang"
	"minimost/pubsub"
	"minimost/static"
	"minimost/views"
	"minimost/webpush"
)

// staticDir is where --dev finds the files to be edited: in the root of a
// checkout. Started elsewhere the program serves those it carries.
const staticDir = "static"

func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// emojiSet is parsed once, when somebody first needs it.
var emojiSet = sync.OnceValues(readEmoji)

// readEmoji reads the emoji with their names in each language.
func readEmoji() (*chat.EmojiSet, error) {
	set, err := chat.ParseEmojiSet(static.EmojiData())
	if err != nil {
		return nil, err
	}
	for _, info := range lang.All {
		if info.Language == lang.English {
			continue
		}
		names, err := static.EmojiNames(info.Language.Tag())
		if err != nil {
			return nil, err
		}
		if err := set.AddLanguage(info.Language.Tag(), names); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// canonicalEmoji leaves an emoji as it is where the set cannot be read, which
// whoever reacts is told.
func canonicalEmoji(stored string) string {
	set, err := emojiSet()
	if err != nil {
		return stored
	}
	return set.Canonical(stored)
}

// excerptOf is a message as a push shows it; without the emoji their names stay as they are.
func excerptOf(m chat.Message) string {
	emoji, _ := emojiSet()
	return views.Excerpt(lang.English, m, emoji)
}

// startPush starts what sends Web Push; without --push there is nothing, and stop does
// nothing.
func (p program) startPush(ctx context.Context, data database, changes *pubsub.Hub, m *monitor, logger *slog.Logger, base string) (sender web.Pusher, stop func(), err error) {
	if !p.Push {
		return nil, func() {}, nil
	}
	service, err := webpush.Start(ctx, webpush.Options{
		Store: data.pushes(), Sent: data.pushed(), Subject: pushSubject(base), Hosts: p.PushHosts, Excerpt: excerptOf, Now: data.now, Logger: logger, Count: m.pushed(),
	})
	if err != nil {
		return nil, nil, err
	}
	m.watchPush(service.Waiting)
	cancel := changes.Subscribe(func(uint64) { service.Wake() }, chat.TopicLists, chat.TopicAnything)
	stopLooking := data.onceOnDuty(ctx, service.Wake)
	return service, func() { stopLooking(); cancel(); service.Close() }, nil
}

// pushSubject is whom push services turn to. They want an address of mail where that of
// the server is not one of https.
func pushSubject(base string) string {
	if strings.HasPrefix(base, "https://") {
		return base
	}
	return "postmaster@localhost"
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
		if p.Dev {
			files.ForDesigners()
		}
	}
	base := p.baseURL(addr)
	return handlers.Config{
		Passwords:      passwords,
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
