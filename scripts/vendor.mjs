// Copies the browser files of the pinned npm packages to static/vendor, and the list of common passwords to chat/.
//
//   npm run vendor              writes them
//   npm run vendor -- --check   exits 1 with a list when a committed file differs from what would be written
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const vendorDir = "static/vendor";
const shortestPassword = 8;

const emojiData = "en/emojibase/data.json";

const packages = [
  {
    name: "htmx.org",
    licence: ["0BSD", "LICENSE", "htmx.LICENSE.txt"],
    files: { "dist/htmx.min.js": "htmx.min.js" },
  },
  {
    name: "idiomorph",
    licence: ["0BSD", "LICENSE", "idiomorph.LICENSE.txt"],
    files: { "dist/idiomorph-ext.min.js": "idiomorph-ext.min.js" },
  },
  {
    name: "emoji-picker-element",
    licence: ["Apache-2.0", "LICENSE", "emoji-picker-element/LICENSE.txt"],
    files: {
      "index.js": "emoji-picker-element/index.js",
      "picker.js": "emoji-picker-element/picker.js",
      "database.js": "emoji-picker-element/database.js",
      "i18n/de.js": "emoji-picker-element/i18n/de.js",
    },
    change: withoutInlineStyles,
  },
  {
    name: "emoji-picker-element-data",
    licence: ["Apache-2.0", "LICENSE", "emoji/LICENSE.txt"],
    files: { [emojiData]: "emoji/en.json", "de/cldr/data.json": "emoji/de.json" },
    change: emojiNames,
  },
];

async function main() {
  const wanted = await plan();
  if (process.argv.includes("--check")) {
    return check(wanted);
  }
  await rm(path.join(root, vendorDir), { recursive: true, force: true });
  for (const [name, content] of wanted) {
    await mkdir(path.join(root, path.dirname(name)), { recursive: true });
    await writeFile(path.join(root, name), content);
  }
  console.log(`${wanted.size} files written`);
}

/** What is to be committed: a map from path to bytes. */
async function plan() {
  const wanted = new Map();
  const rows = [];
  for (const { name, licence, files, change } of packages) {
    const version = await installedVersion(name);
    const [kind, source, target] = licence;
    for (const [from, to] of [...Object.entries(files), [source, target]]) {
      const content = await readFile(path.join(root, "node_modules", name, from));
      wanted.set(`${vendorDir}/${to}`, change && from in files ? await change(content, from) : content);
    }
    rows.push(`| ${name} | ${version} | ${kind} | ${Object.values(files).map((file) => `\`${file}\``).join(", ")} |`);
  }
  wanted.set(`${vendorDir}/README.md`, Buffer.from(readme(rows)));
  wanted.set("chat/common_passwords.txt", Buffer.from(await commonPasswords()));
  wanted.set("chat/common_passwords.LICENSE.txt", await readFile(path.join(root, "node_modules/zxcvbn/LICENSE.txt")));
  return wanted;
}

/**
 * Emojibase puts a variation selector behind every emoji that can have one. Keyboards send it only where Unicode's
 * fully-qualified form has it: behind characters that are text by default.
 */
function fullyQualified(data) {
  return Buffer.from(data.toString("utf8").replace(/(\p{Emoji_Presentation})\uFE0F/gu, "$1"));
}

/** In another language an emoji is found by its shortcodes in English as well, which come behind those of the language. */
async function emojiNames(data, from) {
  const qualified = fullyQualified(data);
  if (from === emojiData) {
    return qualified;
  }
  const english = await readFile(path.join(root, "node_modules/emoji-picker-element-data", emojiData));
  const codes = new Map(JSON.parse(fullyQualified(english)).map(({ emoji, shortcodes }) => [emoji, shortcodes ?? []]));
  const entries = JSON.parse(qualified).map((entry) => ({ ...entry, shortcodes: [...shortcodesOf(entry), ...codes.get(entry.emoji)] }));
  return Buffer.from(`[\n${entries.map((entry) => JSON.stringify(entry)).join(",\n")}\n]\n`);
}

const umlauts = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };

/** CLDR's own have lost their umlauts: as people write them who have none on their keyboards come first. */
function shortcodesOf({ annotation, shortcodes }) {
  const written = annotation.toLowerCase().replace(/[äöüß]/g, (letter) => umlauts[letter]);
  const code = written.normalize("NFD").replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, "_").replace(/^_|_$/g, "");
  return [...new Set([code, ...shortcodes])].filter(Boolean);
}

const inlineStyles = new Map([
  [
    `const style = document.createElement('style');
    style.textContent = baseStyles + EXTRA_STYLES;
    this.shadowRoot.appendChild(style);`,
    `const style = new CSSStyleSheet();
    style.replaceSync(baseStyles + EXTRA_STYLES);
    this.shadowRoot.adoptedStyleSheets = [style];`,
  ],
  [
    "targetNode.setAttribute(attributeName, newValue);",
    "if (attributeName === 'style') targetNode.style.cssText = newValue; else targetNode.setAttribute(attributeName, newValue);",
  ],
]);

/** The pages' content security policy allows no inline styles; set by a script through the object model they are fine. */
function withoutInlineStyles(script) {
  let text = script.toString("utf8");
  if (!text.includes("class PickerElement")) {
    return script;
  }
  for (const [inline, allowed] of inlineStyles) {
    if (!text.includes(inline)) {
      throw new Error(`emoji-picker-element no longer has: ${inline}`);
    }
    text = text.replace(inline, () => allowed);
  }
  return Buffer.from(text);
}

function readme(rows) {
  return [
    "# Vendored browser files",
    "",
    "Written by `npm run vendor` from the versions pinned in `package.json`; change those, never these files.",
    "The emoji data is built from emojibase-data (MIT). The picker is changed to set its styles without inline ones.",
    "",
    "| package | version | licence | files |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

async function commonPasswords() {
  const lists = createRequire(import.meta.url)("zxcvbn/lib/frequency_lists.js");
  const long = lists.passwords.map((word) => word.toLowerCase()).filter((word) => [...word].length >= shortestPassword);
  const unique = [...new Set(long)];
  if (unique.some((word) => word.startsWith("#"))) {
    throw new Error("a password starts with #, which marks the header line");
  }
  const header = `# Common passwords of at least ${shortestPassword} characters, most common first: zxcvbn ${await installedVersion("zxcvbn")}`;
  return [header, ...unique, ""].join("\n");
}

async function installedVersion(name) {
  const manifest = JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));
  const installed = JSON.parse(await readFile(path.join(root, "node_modules", name, "package.json"), "utf8"));
  const pinned = manifest.devDependencies[name];
  if (installed.version !== pinned) {
    throw new Error(`${name} ${installed.version} is installed, ${pinned} is pinned: run npm ci`);
  }
  return installed.version;
}

async function check(wanted) {
  const stale = [];
  for (const [name, content] of wanted) {
    const committed = await readFile(path.join(root, name)).catch(() => null);
    if (committed === null) {
      stale.push(`${name} is missing`);
    } else if (!committed.equals(content)) {
      stale.push(`${name} differs`);
    }
  }
  for (const name of await filesBelow(vendorDir)) {
    if (!wanted.has(name)) {
      stale.push(`${name} comes from no package`);
    }
  }
  if (stale.length > 0) {
    console.error(`${stale.join("\n")}\nRun npm run vendor and commit the result.`);
    process.exitCode = 1;
  }
}

async function filesBelow(directory) {
  const entries = await readdir(path.join(root, directory), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)).split(path.sep).join("/"));
}

await main();
