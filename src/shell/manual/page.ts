/**
 * A page of the manual: read from the notation in which it is written, and laid out as wide as the terminal is.
 *
 * A block is a page: `NAMES (SECTION) SUMMARY`, then lines: `= synopsis`, `term | what it means`, `@ see also`, and text.
 */
import { displayWidth } from '../../base/index.ts';

export interface Page {
  readonly names: readonly string[];
  readonly section: string;
  readonly summary: string;
  readonly synopses: readonly string[];
  readonly text: readonly string[];
  readonly terms: readonly (readonly [term: string, meaning: string])[];
  readonly seeAlso: string;
}

export function readPages(notation: string): Page[] {
  return notation.trim().split('\n\n').map(readPage);
}

function readPage(block: string): Page {
  const [head = '', ...lines] = block.split('\n');
  const [, names = '', section = '', summary = ''] = /^(.+?) \((\d)\) (.+)$/.exec(head) ?? [];
  const starting = (mark: string): string[] => lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(mark.length).trim());
  const rest = lines.filter((line) => !/^[=@]/.test(line));
  const terms = rest.filter((line) => line.includes(' | ')).map((line) => {
    const at = line.lastIndexOf(' | ');
    return [line.slice(0, at), line.slice(at + 3)] as const;
  });
  return { names: names.split(', '), section, summary, synopses: starting('='), text: rest.filter((line) => !line.includes(' | ')), terms, seeAlso: starting('@').join(', ') };
}

const kinds: Readonly<Record<string, string>> = { 1: 'User Commands', 5: 'File Formats', 7: 'Miscellaneous Information', 8: 'System Administration' };
const INDENT = 7;
const HANGING = 14;

/** The lines of a page as it was asked for by this one of its names. */
export function layOut(page: Page, name: string, width: number): string {
  const title = `${name.toUpperCase()}(${page.section})`;
  const blocks: string[][] = [['NAME', ...paragraph(`${page.names.join(', ')} - ${page.summary}`, INDENT, width)]];
  if (page.synopses.length > 0) blocks.push(['SYNOPSIS', ...page.synopses.flatMap((one) => paragraph(`${name} ${one}`, INDENT, width, HANGING))]);
  const programs = page.section === '1' || page.section === '8';
  const text = page.text.flatMap((one, i) => [...(i > 0 ? [''] : []), ...paragraph(one, INDENT, width)]);
  const terms = page.terms.flatMap(([term, meaning], i) => [...(i > 0 ? [''] : []), ...termLines(term, meaning, width)]);
  if (programs) {
    if (text.length > 0) blocks.push(['DESCRIPTION', ...text]);
    if (terms.length > 0) blocks.push(['OPTIONS', ...terms]);
  } else blocks.push(['DESCRIPTION', ...text, ...(text.length > 0 && terms.length > 0 ? [''] : []), ...terms]);
  if (page.seeAlso !== '') blocks.push(['SEE ALSO', ...paragraph(page.seeAlso, INDENT, width)]);
  return [spread(title, kinds[page.section] ?? '', title, width), ...blocks.map((lines) => lines.join('\n')), spread('Kubarium', '', title, width)].map((block) => `${block}\n`).join('\n');
}

/** A term that is short has its meaning beside it. */
function termLines(term: string, meaning: string, width: number): string[] {
  const lines = paragraph(meaning, HANGING, width);
  const label = ' '.repeat(INDENT) + term;
  if (displayWidth(label) >= HANGING) return [label, ...lines];
  return [label + (lines[0] ?? '').slice(displayWidth(label)), ...lines.slice(1)];
}

function paragraph(text: string, indent: number, width: number, hanging = indent): string[] {
  const lines: string[] = [];
  let line = ' '.repeat(indent);
  let empty = true;
  for (const word of text.trim().split(/ +/)) {
    if (!empty && displayWidth(line) + 1 + displayWidth(word) > width - 2) {
      lines.push(line);
      line = ' '.repeat(hanging);
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}

function spread(left: string, middle: string, right: string, width: number): string {
  const before = Math.max(1, ((width - middle.length) >> 1) - left.length);
  const start = left + ' '.repeat(before) + middle;
  return start + ' '.repeat(Math.max(1, width - start.length - right.length)) + right;
}
