// The first button of a form with a people search is the search's, and Enter would press it from every field.
// In the search that is right; in any other field Enter means the form's own action.
export function start() {
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.isComposing || !(field instanceof HTMLInputElement) || field.type === "search") return;
    if (!field.form?.querySelector(".user-search")) return;
    event.preventDefault();
    field.form.requestSubmit(field.form.querySelector("button.button--primary"));
  });
}
