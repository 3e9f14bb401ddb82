// Gives each control that is an icon alone its name as a tooltip, once the pointer comes.
const iconsAlone = ".button--icon, .message__action, .reaction--add";

export function start() {
  document.addEventListener("pointerover", ({ target }) => {
    const control = target.closest?.(iconsAlone);
    if (control && !control.title) control.title = control.ariaLabel || control.textContent.trim();
  });
}
