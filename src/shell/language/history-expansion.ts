/** `!!`, `!$`, `!12`, `!name` and `^old^new`: words of lines typed before, put into a line before anything else of it is read. */

export type HistoryExpansion = { readonly text: string; readonly printsOnly: boolean } | { readonly problem: string };

/** Undefined when the line asks for nothing. */
export function expandHistory(line: string, history: readonly string[]): HistoryExpansion | undefined {
  const quick = /^\^([^^]+)\^([^^]*)(?:\^|$)/.exec(line);
  if (quick) {
    const [whole, from = '', to = ''] = quick;
    const last = history.at(-1) ?? '';
    if (!last.includes(from)) return { problem: `:s${whole}: substitution failed` };
    return { text: last.replace(from, () => to) + line.slice(whole.length), printsOnly: false };
  }
  let text = '';
  let found = false;
  let printsOnly = false;
  let quoted = false; // by double quotes
  for (let i = 0; i < line.length; ) {
    const char = line[i]!;
    if (char === '"') quoted = !quoted;
    if (char === "'" && !quoted) {
      const end = line.indexOf("'", i + 1);
      const to = end < 0 ? line.length : end + 1;
      text += line.slice(i, to);
      i = to;
    } else if (char === '#' && !quoted && (i === 0 || /\s/.test(line[i - 1]!))) {
      text += line.slice(i); // a comment
      break;
    } else if (char === '\\') {
      text += line.slice(i, i + 2);
      i += 2;
    } else if (char === '!' && startsDesignator(line, i, quoted)) {
      const event = expandOne(line.slice(i), history, text);
      if ('problem' in event) return event;
      text += event.text;
      printsOnly ||= event.printsOnly;
      found = true;
      i += event.length;
    } else {
      text += char;
      i++;
    }
  }
  return found ? { text, printsOnly } : undefined;
}

function startsDesignator(line: string, at: number, quoted: boolean): boolean {
  const next = line[at + 1];
  if (next === undefined || /[\s=(]/.test(next) || (quoted && next === '"')) return false;
  return line[at - 1] !== '$' && !line.slice(0, at).endsWith('${') && !(line[at - 1] === '[' && line[at - 2] !== '\\');
}

interface Event {
  readonly text: string;
  readonly length: number; // of the designator
  readonly printsOnly: boolean;
}

function expandOne(rest: string, history: readonly string[], before: string): Event | { readonly problem: string } {
  const match = /^!(?:(!)|(-?\d+)|\?([^?\n]*)\??|(#)|(?=[$^*:])|([^\s;&|<>()"':$^*]+))?/.exec(rest)!;
  const [whole, twice, number, inside, sofar, start] = match;
  let line: string | undefined;
  if (sofar !== undefined) line = before;
  else if (number !== undefined) line = Number(number) < 0 ? history[history.length + Number(number)] : history[Number(number) - 1];
  else if (inside !== undefined) line = history.findLast((one) => one.includes(inside));
  else if (start !== undefined && twice === undefined) line = history.findLast((one) => one.startsWith(start));
  else line = history.at(-1);
  if (line === undefined) return { problem: `${whole}: event not found` };
  const words = /^(?::?([$^*]|\d+(?:-(?:\d+|\$)?|\*)?|-\d+)|:(\d+(?:-(?:\d+|\$)?|\*)?))/.exec(rest.slice(whole.length));
  let { length } = whole;
  let text = line;
  // A digit belongs to the words only behind a colon.
  if (words && (rest[length] === ':' || /[$^*]/.test(rest[length]!))) {
    const chosen = chooseWords(line, words[1] ?? words[2] ?? '');
    if (chosen === undefined) return { problem: `${rest.slice(length, length + words[0].length)}: bad word specifier` };
    text = chosen;
    length += words[0].length;
  }
  return modified(text, rest, length);
}

/** `:h` the folder, `:t` the name, `:r` without its ending, `:p` shown and not run, `:s/a/b/`, `:gs/a/b/`. */
function modified(start: string, rest: string, from: number): Event | { readonly problem: string } {
  let text = start;
  let length = from;
  let printsOnly = false;
  for (;;) {
    const match = /^:(?:([htrep])|(g?)s(.)(.*?)\3(.*?)(?:\3|$))/.exec(rest.slice(length));
    if (!match) return { text, length, printsOnly };
    const [whole, letter, global, , old = '', replacement = ''] = match;
    length += whole.length;
    if (letter === 'h') text = text.includes('/') ? text.slice(0, text.lastIndexOf('/')) : text;
    else if (letter === 't') text = text.slice(text.lastIndexOf('/') + 1);
    else if (letter === 'r') text = text.replace(/\.[^./]*$/, '');
    else if (letter === 'e') text = /\.[^./]*$/.exec(text)?.[0] ?? '';
    else if (letter === 'p') printsOnly = true;
    else if (old === '' || !text.includes(old)) return { problem: `${whole}: substitution failed` };
    else text = global === 'g' ? text.replaceAll(old, () => replacement) : text.replace(old, () => replacement);
  }
}

function chooseWords(line: string, choice: string): string | undefined {
  const words = line.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s;&|<>()'"\\])+|[;&|<>()]+/g) ?? [];
  const last = words.length - 1;
  if (choice === '$') return words[last];
  if (choice === '^') return words[1];
  if (choice === '*') return words.slice(1).join(' ');
  const match = /^(\d*)(-?)(\d+|\$)?(\*?)$/.exec(choice)!;
  const from = Number(match[1] || 0);
  const to = match[4] ? last : match[2] ? (match[3] === '$' ? last : match[3] === undefined ? last - 1 : Number(match[3])) : from;
  return from > last || to > last ? undefined : words.slice(from, to + 1).join(' ');
}
