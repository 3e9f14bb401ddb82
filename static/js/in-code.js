// Whether what is typed stands in code or in an address, where nothing is completed: the marks of views/markup, as far as a caret needs them.

/** Whether the end of `before` does. The marks that close code may be still to come. */
export function verbatim(before, behind) {
  return /(?:\w:\/\/|\bwww\.)\S*$/i.test(before) || inCode(before, behind);
}

function inCode(before, behind) {
  let fence = 0;
  let text = "";
  for (const line of before.split("\n")) {
    text = line;
    const opened = !fence && /^(?:> ?)*(`{3,})/.exec(line);
    if (fence) {
      const end = endOf(line, 0, fence);
      if (end < 0) continue;
      text = line.slice(end);
    } else if (opened && endOf(line, opened[0].length, opened[1].length) < 0) {
      fence = opened[1].length;
      continue;
    }
    fence = 0;
  }
  return fence > 0 || inSpan(text, behind.split("\n", 1)[0]);
}

/** An opening mark that nothing closes yet counts where one would stand: a sign in the middle of a word opens nothing. */
function inSpan(before, behind) {
  const line = before + behind;
  const marks = /(?<![`\\])`+/g;
  for (let mark; (mark = marks.exec(line)) && mark.index < before.length; ) {
    const end = endOf(line, marks.lastIndex, mark[0].length);
    if (end < 0 ? opens(line, mark) : end > before.length) return true;
    if (end >= 0) marks.lastIndex = end;
  }
  return false;
}

const opens = (line, { 0: mark, index }) => !/[\p{L}\p{N}]$/u.test(line.slice(0, index)) && (mark.length > 1 || line[index + 1] !== " ");

/** Where the next run of exactly so many marks ends, -1 without one. */
function endOf(line, from, size) {
  const found = [...line.slice(from).matchAll(/`+/g)].find(([run]) => run.length === size);
  return found ? from + found.index + size : -1;
}
