package images_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"image"
	"image/png"
	"runtime"
	"testing"

	"minimost/images"
)

// movingWebP is a picture of 5 by 4 pixels whose frames claim that size at 2, 2, and have one pixel.
func movingWebP(t testing.TB, width, height byte) []byte {
	frame := "\x01\x00\x00\x01\x00\x00" + string([]byte{width - 1, 0, 0, height - 1, 0, 0}) + "\x64\x00\x00\x00" + string(aWebP(t)[12:])
	return webP(webPChunk("VP8X", "\x02\x00\x00\x00\x04\x00\x00\x03\x00\x00"), webPChunk("ANIM", "\x00\x00\x00\x00\x00\x00"),
		webPChunk("ANMF", frame), webPChunk("ANMF", frame))
}

func TestTheFirstFrameOfAMovingWebPIsShownOnItsCanvas(t *testing.T) {
	thumbnail, width, height, _, err := images.Thumbnail(movingWebP(t, 1, 1), 20, 20)
	if err != nil || width != 5 || height != 4 {
		t.Fatal(width, height, err)
	}
	small, err := png.Decode(bytes.NewReader(thumbnail))
	if err != nil {
		t.Fatal(err)
	}
	for y := range height {
		for x := range width {
			if _, _, _, a := small.At(x, y).RGBA(); (a != 0) != (x == 2 && y == 2) {
				t.Errorf("at %d, %d its opacity is %d", x, y, a)
			}
		}
	}
	for _, lie := range [][]byte{movingWebP(t, 3, 2), movingWebP(t, 4, 1), movingWebP(t, 1, 3)} {
		if _, _, _, _, err := images.Thumbnail(lie, 20, 20); !errors.Is(err, images.ErrUnknown) {
			t.Errorf("a frame of another size, or beyond the edge: %v", err)
		}
	}
}

func TestALossyWebPKeepsItsColours(t *testing.T) {
	for name, c := range map[string]struct {
		data string
		want [3]int
	}{
		"white": {"UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAUAmJaQAA3AA/vz0AAA=", [3]int{255, 255, 255}},
		"red":   {"UklGRjwAAABXRUJQVlA4IDAAAADQAQCdASoBAAEAAUAmJaACdLoB+AADsAD+8ut//NgVzXPv9//S4P0uD9Lg/9KQAAA=", [3]int{255, 0, 0}},
	} {
		data, err := base64.StdEncoding.DecodeString(c.data)
		if err != nil {
			t.Fatal(err)
		}
		thumbnail, _, _, _, err := images.Thumbnail(data, 10, 10)
		if err != nil {
			t.Fatal(err)
		}
		small, _, err := image.Decode(bytes.NewReader(thumbnail))
		if err != nil {
			t.Fatal(err)
		}
		r, g, b, _ := small.At(0, 0).RGBA()
		for i, got := range []uint32{r, g, b} {
			if off := int(got>>8) - c.want[i]; off < -5 || off > 5 {
				t.Errorf("%s is %d, %d, %d", name, r>>8, g>>8, b>>8)
			}
		}
	}
}

func TestAWebPThatPromisesMoreThanItHasIsNotDecoded(t *testing.T) {
	promise := binary.LittleEndian.AppendUint32([]byte("RIFF"), 16<<20)
	promise = append(binary.LittleEndian.AppendUint32(append(promise, "WEBPVP8 "...), 15<<20), aWebP(t)[20:]...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _, _, _, err := images.Thumbnail(promise, 20, 20)
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; !errors.Is(err, images.ErrUnknown) || took > 1<<20 {
		t.Errorf("%v, and %d bytes were allocated", err, took)
	}
}
