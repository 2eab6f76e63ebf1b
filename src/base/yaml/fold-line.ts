/** Breaks a long scalar where kubectl does: at the first single space behind column 80. */

const columnMax = 80;

/** `text` as it stands on its line, quotes and escapes included, from `column` on; what follows a break is indented. */
export function foldLine(text: string, indent: number, column: number): string {
  if (column + text.length <= columnMax + 1) return text;
  const quote = text.startsWith("'") || text.startsWith('"') ? text[0]! : '';
  const [first, last] = [quote.length, text.length - 1 - quote.length];
  const margin = `\n${' '.repeat(indent)}`;
  let folded = '';
  let at = column;
  for (let i = 0; i < text.length; i++) {
    const isLowSurrogate = (text.charCodeAt(i) & 0xfc00) === 0xdc00;
    const isFree = text[i] === ' ' && text[i - 1] !== ' ' && at > columnMax && (quote === '' || (i > first && i < last));
    const isBeforeSpace = text[i + 1] === ' ';
    if (isFree && (quote === '"' || !isBeforeSpace)) {
      folded += isBeforeSpace ? `${margin}\\` : margin;
      at = indent + (isBeforeSpace ? 1 : 0);
    } else {
      folded += text[i]!;
      if (!isLowSurrogate) at++;
    }
  }
  return folded;
}
