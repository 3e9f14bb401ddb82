// Keeps where the reader is in what each entry of the tab's history shows, for whoever comes back to it.
import { newKey } from "./once.js";
import { ofTab } from "./storage.js";

const kept = "minimost-places";
const most = 50;

/** The name of the entry that is shown. */
let entry = "";

export function arrived() {
  const { returned, ...state } = history.state ?? {};
  entry = state.entry ?? newKey();
  if (returned || !state.entry) history.replaceState({ ...state, entry }, "");
}

/** Whether the browser is still at the entry that is shown, or at one that has just been made. */
export const isNew = () => [undefined, entry].includes(history.state?.entry);

/** Whether Back and Forward have led to this document from another one, also one that had the entry and asked for this. */
export const returned = Boolean(history.state?.returned) || performance.getEntriesByType("navigation")[0]?.type === "back_forward";

/** Asks for the document of the entry that Back and Forward have led to. */
export function load() {
  history.replaceState({ ...history.state, returned: true }, "");
  location.reload();
}

const places = () => JSON.parse(ofTab.get(kept) || "[]");

/** The place in an entry, that of the one that is shown unless it is named, or null. */
export const placeOf = (name = entry) => places().find((one) => one.entry === name)?.place ?? null;

export function keep(place) {
  const others = places().filter((one) => one.entry !== entry).slice(1 - most);
  ofTab.set(kept, JSON.stringify([...others, { entry, place }]));
}
