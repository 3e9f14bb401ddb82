// What the browser keeps for a tab, or for all tabs of the site. It may be denied, absent or full: what was kept is then "", and
// everything goes on without.
const shelf = (name) => ({
  get(key) {
    return attempt(() => globalThis[name].getItem(key)) ?? "";
  },

  /** Keeps a text; "" is none. */
  set(key, value) {
    attempt(() => (value === "" ? globalThis[name].removeItem(key) : globalThis[name].setItem(key, value)));
  },

  keys() {
    return attempt(() => Object.keys(globalThis[name])) ?? [];
  },
});

function attempt(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

export const ofTab = shelf("sessionStorage");
export const ofSite = shelf("localStorage");
