package upload

import (
	"bytes"
	"strings"

	"minimost/chat"
)

// sniffed is how many bytes of a file say what it is.
const sniffed = 64

// types are those that browsers show or play without running anything of them, by how
// they begin. Whatever a file's name or its sender's browser says is not asked.
var types = []struct {
	offset int
	begins string
	is     string
}{
	{0, "\xff\xd8", "image/jpeg"},
	{0, "\x89PNG\r\n\x1a\n", "image/png"},
	{0, "GIF87a", "image/gif"},
	{0, "GIF89a", "image/gif"},
	{8, "WEBPVP8", "image/webp"},
	{4, "ftypM4A", "audio/mp4"},
	{4, "ftypM4B", "audio/mp4"},
	{4, "ftypisom", "video/mp4"},
	{4, "ftypiso", "video/mp4"},
	{4, "ftypmp4", "video/mp4"},
	{4, "ftypavc1", "video/mp4"},
	{4, "ftypM4V", "video/mp4"},
	{4, "ftypdash", "video/mp4"},
	{4, "ftypqt  ", "video/mp4"}, // what browsers play of it goes by this name
	{8, "WAVEfmt", "audio/wav"},
	{0, "ID3", "audio/mpeg"},
	{0, "\xff\xfb", "audio/mpeg"},
	{0, "\xff\xf3", "audio/mpeg"},
	{0, "\xff\xf2", "audio/mpeg"},
	{0, "\xff\xf1", "audio/aac"},
	{0, "\xff\xf9", "audio/aac"},
	{0, "fLaC", "audio/flac"},
}

// typeOf is the media type of a file by its beginning, chat.OtherType for what is not to
// be shown.
func typeOf(head []byte) string {
	for _, t := range types {
		if len(head) >= t.offset && bytes.HasPrefix(head[t.offset:], []byte(t.begins)) {
			return t.is
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte("\x1aE\xdf\xa3")) && bytes.Contains(head, []byte("webm")):
		return "video/webm"
	case bytes.HasPrefix(head, []byte("OggS")) && bytes.Contains(head, []byte("theora")):
		return "video/ogg"
	case bytes.HasPrefix(head, []byte("OggS")):
		return "audio/ogg"
	}
	return chat.OtherType
}

func isPicture(mediaType string) bool { return strings.HasPrefix(mediaType, "image/") }
