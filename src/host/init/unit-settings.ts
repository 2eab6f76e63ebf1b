/** What the files of a unit say, line by line: `Section.Name` and its values in order. */
import { parseDuration } from '../../base/index.ts';

const LINE_MAX = 2 ** 20;

export class UnitSettings {
  private readonly values = new Map<string, string[]>();

  /** What a further file says. False when a line is longer than systemd reads. */
  add(text: string): boolean {
    let section = '';
    for (const line of joinedLines(text)) {
      if (line.length > LINE_MAX) return false;
      if (line === '' || /^[#;]/.test(line)) continue;
      section = /^\[(\w+)\]$/.exec(line)?.[1] ?? section;
      const [, name, value] = /^(\w+)\s*=\s*(.*)$/.exec(line) ?? [];
      if (name !== undefined) this.set(`${section}.${name}`, value!);
    }
    return true;
  }

  /** An empty value takes back what stood before. */
  private set(key: string, value: string): void {
    const before = this.values.get(key);
    if (value === '') this.values.set(key, []);
    else if (before) before.push(value);
    else this.values.set(key, [value]);
  }

  all(key: string): readonly string[] {
    return this.values.get(key) ?? [];
  }

  /** The one that counts where one can: the last. Of several names of a setting, the first that is there. */
  last(...keys: readonly string[]): string | undefined {
    return keys.map((key) => this.all(key).at(-1)).find((value) => value !== undefined);
  }

  /** Names of units, or others that blanks part. */
  names(key: string): string[] {
    return this.all(key).flatMap((value) => value.split(/\s+/));
  }

  isOn(key: string): boolean {
    return /^(?:1|yes|y|true|t|on)$/i.test(this.last(key) ?? '');
  }

  /** A number is seconds; "1min 30s" is both. */
  milliseconds(...keys: readonly string[]): number | undefined {
    const text = this.last(...keys);
    if (text === undefined) return undefined;
    if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
    const parsed = parseDuration(text.replace(/\s+/g, '').replace(/min/g, 'm').replace(/sec/g, 's'));
    return 'milliseconds' in parsed ? parsed.milliseconds : undefined;
  }
}

/** A line that ends in a backslash goes on in the next. */
function joinedLines(text: string): string[] {
  return text.replace(/\\\n\s*/g, ' ').split('\n').map((line) => line.trim());
}

/** Words, quoted or not; none where a quote has no end, as systemd passes over such a line. */
export function unitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"' || char === "'") {
      const end = closing(text, at);
      if (end === undefined) return [];
      const inside = text.slice(at + 1, end);
      word = (word ?? '') + (char === '"' ? inside.replace(/\\(.)/g, '$1') : inside);
      at = end;
    } else if (!/\s/.test(char)) word = (word ?? '') + char;
    else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  return word === undefined ? words : [...words, word];
}

function closing(text: string, from: number): number | undefined {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === text[from]) return at;
    if (text[from] === '"' && text[at] === '\\') at++;
  }
  return undefined;
}
