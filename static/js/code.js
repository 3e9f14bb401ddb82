// The button of a block of code: copies the code, whatever colours it has.
export function start() {
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest?.(".prose__copy");
    if (!button) return;
    await copy(button.parentElement.querySelector("code"));
    for (const other of document.querySelectorAll(".prose__copy[data-copied]")) delete other.dataset.copied;
    button.dataset.copied = "";
  });
}

/** Tells whether it did; else the text is selected. */
export async function copy(code) {
  try {
    await navigator.clipboard.writeText(code.textContent.replace(/\n$/, ""));
    return true;
  } catch {
    // Pages over plain HTTP have no clipboard but the selection's.
    getSelection().selectAllChildren(code);
    return document.execCommand("copy");
  }
}
