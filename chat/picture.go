package chat

// PictureSide is the side of a person's picture, in pixels.
const PictureSide = 256

// Picture is a person's picture; the zero Picture is none.
type Picture struct {
	Kind   string // its media type
	Data   []byte
	Number int64 // which of the person's it is
}

// ErrNoPicture is for somebody without a picture, or without an account.
var ErrNoPicture = Errorf(NotFound, "There is no such picture.")

// Ending is what the name of a file with the picture ends with.
func (p Picture) Ending() string {
	if p.Kind == "image/png" {
		return ".png"
	}
	return ".jpg"
}
