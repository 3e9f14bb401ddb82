package handlers

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"
	lru "github.com/hashicorp/golang-lru/v2"

	"minimost/views"
)

const (
	// rememberedTexts is how many rendered texts are kept in memory, about 10 MB at
	// worst: a new message is drawn for everyone who has its channel open.
	rememberedTexts = 2_048
	// rememberedTextBytes is how long a text may be to be kept.
	rememberedTextBytes = 2_048
)

// markdownCache is rendered text by its source.
type markdownCache struct{ known *lru.Cache[string, string] }

func newMarkdownCache() *markdownCache {
	known, err := lru.New[string, string](rememberedTexts)
	if err != nil {
		panic(err) // the size is a positive constant
	}
	return &markdownCache{known}
}

// component draws source, as views.Markdown does.
func (m *markdownCache) component(source string) templ.Component {
	if len(source) > rememberedTextBytes {
		return views.Markdown(source)
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		html, ok := m.known.Get(source)
		if !ok {
			var rendered strings.Builder
			if err := views.Markdown(source).Render(ctx, &rendered); err != nil {
				return err
			}
			html = rendered.String()
			m.known.Add(source, html)
		}
		_, err := io.WriteString(w, html)
		return err
	})
}
