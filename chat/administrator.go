package chat

// ErrNotAdministrator is what everybody else is told at the addresses of
// administrators: the same as where there is nothing.
var ErrNotAdministrator = Errorf(NotFound, "There is nothing at this address.")

// Person is an account as administrators see it.
type Person struct {
	Username      string
	CreatedTS     Stamp
	SeenTS        Stamp // when one of its sessions was last used; 0: none is left
	Administrator bool
	Deactivated   bool
}
