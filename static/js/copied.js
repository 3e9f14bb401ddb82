// A button that has copied something says so for a while, by its words and a tick.
const told = 2_500;

export function sayCopied(button, words) {
  if ("done" in button.dataset) return;
  const [name, icon] = [button.querySelector("span"), button.querySelector("use")];
  const [nameBefore, iconBefore] = [name.textContent, icon.getAttribute("href")];
  name.textContent = words;
  button.title = words;
  icon.setAttribute("href", "#icon-check");
  button.dataset.done = "";
  setTimeout(() => {
    name.textContent = nameBefore;
    button.removeAttribute("title");
    icon.setAttribute("href", iconBefore);
    delete button.dataset.done;
  }, told);
}
