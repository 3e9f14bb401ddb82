// The search for people in a dialog's form.
export function start() {
  document.addEventListener("keydown", pressAction);
  document.addEventListener("change", searchAgain);
  document.addEventListener("request-failed", forgetFound);
}

// The first button of a form with a people search is the search's, and Enter would press it from every field.
// In the search that is right; in any other field Enter means the form's own action.
function pressAction(event) {
  const field = event.target;
  if (event.key !== "Enter" || !(field instanceof HTMLInputElement) || field.type === "search") return;
  if (!field.form?.querySelector(".user-search")) return;
  event.preventDefault();
  field.form.requestSubmit(field.form.querySelector("button.button--primary"));
}

// The answer on its way does not know of a choice made after the question, and would undo it.
function searchAgain({ target }) {
  if (!target.closest("#user-options")) return;
  const search = target.form.querySelector(".user-search [type=search]");
  if (search.classList.contains("htmx-request")) window.htmx.trigger(search, "choice");
}

// A search that failed leaves no answer to other letters: only who was chosen stays.
function forgetFound({ target }) {
  if (!target.closest(".user-search")) return;
  const options = document.getElementById("user-options");
  for (const option of options.querySelectorAll(".user-options__one:not(:has(:checked))")) option.remove();
  if (!options.querySelector(".user-options__one")) options.querySelector(".user-options__list")?.remove();
  options.querySelector(".user-options__summary").textContent = options.dataset.failed;
}
