// Closes a menu or sheet when something in it was chosen.
export function start() {
  document.addEventListener("click", (event) => {
    const choice = event.target.closest("[hx-get]");
    const menu = choice?.closest(".message__actions:popover-open, .channel-menu__list:popover-open");
    menu?.hidePopover();
  });
}
