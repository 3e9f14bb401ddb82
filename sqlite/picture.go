package sqlite

import (
	"context"
	"time"

	"minimost/chat"
)

var (
	picturePut    = load("picture/put")
	pictureDelete = load("picture/delete")
	pictureFind   = load("picture/find")
	pictureNumber = load("picture/number")
)

// SavePicture gives somebody a picture, under a number that none of theirs has had;
// the zero Picture takes it away. It is NotFound without such an account.
func (s *Store) SavePicture(ctx context.Context, username string, p chat.Picture, now time.Time) error {
	return s.onceWrite(ctx, now, nil, func(tx *transaction) error { return savePicture(tx, username, p) })
}

func savePicture(tx *transaction, username string, p chat.Picture) error {
	of := text(":username", username)
	there := len(p.Data) > 0
	if _, err := findUser(tx.Conn, username); err != nil {
		return err
	}
	if err := pictureNumber.exec(tx.Conn, of, flag(":there", there)); err != nil {
		return err
	}
	tx.publish(chat.TopicProfiles, chat.TopicAccount(username), chat.TopicPerson(username))
	if !there {
		return pictureDelete.exec(tx.Conn, of)
	}
	return picturePut.exec(tx.Conn, of, text(":kind", p.Kind), blob(":data", p.Data))
}

// Picture is somebody's picture, or NotFound.
func (s *Store) Picture(ctx context.Context, username string) (p chat.Picture, err error) {
	err = s.read(ctx, func(conn Conn) error {
		found, err := pictureFind.one(conn, func(stmt Stmt) {
			p = chat.Picture{Kind: stmt.GetText("kind"), Data: make([]byte, stmt.GetLen("data")), Number: stmt.GetInt64("picture")}
			stmt.GetBytes("data", p.Data)
		}, text(":username", username))
		if err == nil && !found {
			err = chat.ErrNoPicture
		}
		return err
	})
	return p, err
}
