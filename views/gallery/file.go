package gallery

import (
	"minimost/views"
	"minimost/views/fixtures"
)

func init() {
	register("files",
		shown(views.MessageFiles, "cards", "Files to be saved", fixtures.FileCards, Medium),
		shown(views.MessageFiles, "hostile", "A long name, and one from right to left", fixtures.FileNames, Medium),
		shown(views.MessageFiles, "expired", "Only the name is kept", fixtures.FileExpired, Low),
	)
	register("upload-dialog",
		inDialog("ask", "Files chosen without scripts", views.UploadDialog(fixtures.UploadAsk)),
		inDialog("refused", "One that was too large", views.UploadDialog(fixtures.UploadRefused)),
	)
}
