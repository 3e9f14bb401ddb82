package cli

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"time"

	"minimost/chat"
	"minimost/images"
	"minimost/legacy"
	"minimost/sqlite"
	"minimost/upload"
)

// worthProgress is how many messages an import has before it says how far it is.
const worthProgress = 20_000

// importLegacy moves the data folder of the Python original in, or tries to.
func (p program) importLegacy(ctx context.Context) (err error) {
	channels, err := chat.ParsePublicNames(p.Channels)
	if err != nil {
		return err
	}
	emoji, err := emojiSet()
	if err != nil {
		return err
	}
	folder, err := legacy.Open(ctx, p.Import.Dir)
	if err != nil {
		return interrupted(ctx, err)
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	if err := p.refuseSame(folder.Files()); err != nil {
		return err
	}
	open := sqlite.OpenImport
	if p.Import.DryRun {
		open = sqlite.TryImport
	}
	target, err := open(ctx, p.DB)
	if err != nil {
		return interrupted(ctx, err)
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	report, err := folder.Move(ctx, target, legacy.Options{
		Now: time.Now(), Emoji: emoji, Public: channels, Progress: p.progress,
		Uploads: upload.New(target, chat.MaxMaxFile, math.MaxInt64, 0), Picture: squarePicture,
	})
	if err == nil {
		err = folder.Unchanged()
	}
	if err == nil && !p.Import.DryRun {
		err = target.Commit()
	}
	if err != nil {
		return interrupted(ctx, err)
	}
	p.printImport(report)
	return nil
}

// squarePicture is a person's picture of what they uploaded.
func squarePicture(data []byte) (p chat.Picture, err error) {
	p.Data, p.Kind, err = images.Square(data, chat.PictureSide)
	return p, err
}

// refuseSame refuses to write to what is read from.
func (p program) refuseSame(sources []string) error {
	target, err := os.Stat(p.DB)
	if err != nil {
		return nil //nolint:nilerr // It is not there yet.
	}
	for _, source := range sources {
		if info, err := os.Stat(source); err == nil && os.SameFile(info, target) {
			return faultf("%s belongs to the original and stays as it is; name another file with --db.", p.DB)
		}
	}
	return nil
}

func interrupted(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return faultf("The import was interrupted; nothing was changed.")
	}
	return err
}

func (p program) progress(done, total int) {
	if total >= worthProgress {
		fmt.Fprintf(p.stderr, "%d of %d messages\n", done, total)
	}
}

func (p program) printImport(r *legacy.Report) {
	if len(r.Taken) == 0 {
		r.Taken = legacy.Counts{{What: "nothing new"}}
	}
	verb := "taken"
	if p.Import.DryRun {
		verb = "would be taken"
	}
	p.printCounts(verb, r.Taken)
	p.printCounts("taken, with a change", r.Changed)
	p.printCounts("there already", r.Earlier)
	p.printCounts("left out", r.LeftOut)
	if len(r.NewChannels) > 0 {
		fmt.Fprintf(p.stdout, "\nPublic channels that are not shown yet: %s. Serve with --channels=%s\n",
			strings.Join(r.NewChannels, ", "), strings.Join(r.Channels, ","))
	}
	if p.Import.DryRun {
		fmt.Fprintf(p.stdout, "\nThis was a dry run: %s is as it was.\n", p.DB)
		return
	}
	fmt.Fprintf(p.stdout, "\nMoved %s into %s.\n", p.Import.Dir, p.DB)
}

func (p program) printCounts(title string, counts legacy.Counts) {
	if len(counts) == 0 {
		return
	}
	fmt.Fprintf(p.stdout, "%s:\n", title)
	for _, count := range counts {
		fmt.Fprintf(p.stdout, "%8d  %s%s\n", count.N, count.What, namesOf(count))
	}
}

// namesOf lists what a count has names for.
func namesOf(c legacy.Count) string {
	if len(c.Names) == 0 {
		return ""
	}
	names := strings.Join(c.Names, ", ")
	if c.N > len(c.Names) {
		names += ", …"
	}
	return " (" + names + ")"
}
