package chat

import "fmt"

// Words are a text for people with its arguments, from which it can be said in another language. An argument that is Words is
// said in it too.
type Words struct {
	Format string
	Args   []any
}

// Say makes Words of what fmt.Sprintf takes.
func Say(format string, args ...any) Words { return Words{format, args} }

// String is the text in English.
func (w Words) String() string {
	return w.In(func(format string, args ...any) string {
		if len(args) == 0 {
			return format
		}
		return fmt.Sprintf(format, args...)
	})
}

// In is the text as translate has it, which is given a format in English and its arguments.
func (w Words) In(translate func(format string, args ...any) string) string {
	args := make([]any, len(w.Args))
	for i, arg := range w.Args {
		args[i] = arg
		if words, ok := arg.(Words); ok {
			args[i] = words.In(translate)
		}
	}
	return translate(w.Format, args...)
}
