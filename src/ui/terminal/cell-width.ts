// How many cells of the screen a character takes: asked of the same table that the terminal draws by.
import { Unicode11Addon } from '@xterm/addon-unicode11';
import type { IUnicodeVersionProvider, Terminal } from '@xterm/xterm';

export function cellWidth(): (grapheme: string) => number {
  let provider: IUnicodeVersionProvider | undefined;
  const table = { unicode: { register: (found: IUnicodeVersionProvider) => (provider = found) } };
  new Unicode11Addon().activate(table as unknown as Terminal);
  return (grapheme) => {
    if (grapheme.length === 1 && grapheme < '\x7f') return 1;
    let cells = 0;
    for (const char of grapheme) cells += provider!.wcwidth(char.codePointAt(0)!);
    return cells;
  };
}
