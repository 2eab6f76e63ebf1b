/** Texts by code points, as jq counts them. */

export function splitText(text: string, by: string): string[] {
  if (text === '') return [];
  return by === '' ? [...text] : text.split(by);
}

const hasPairs = /[\ud800-\udbff]/;

export function codePoints(text: string): number {
  return hasPairs.test(text) ? [...text].length : text.length;
}

export function sliceText(text: string, from: number, to: number): string {
  return hasPairs.test(text) ? [...text].slice(from, to).join('') : text.slice(from, to);
}

/** Where `part` stands in `text`; overlapping ones too. */
export function positions(text: string, part: string): number[] {
  const found: number[] = [];
  if (part === '') return found;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) found.push(hasPairs.test(text) ? codePoints(text.slice(0, at)) : at);
  return found;
}
