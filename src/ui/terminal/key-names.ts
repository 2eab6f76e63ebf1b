// The keys of line editing by the bytes that a terminal gives for them.

export type Edit =
  | 'enter' | 'backspace' | 'delete' | 'left' | 'right' | 'word-left' | 'word-right' | 'home' | 'end'
  | 'cut-to-end' | 'cut-to-start' | 'cut-blank-word' | 'cut-word-left' | 'cut-word-right' | 'put-back' | 'transpose'
  | 'older' | 'newer' | 'search' | 'last-word' | 'complete' | 'clear' | 'leave'
  | 'interrupt' | 'end-of-file' | 'suspend' | 'quit';

const CONTROL: Readonly<Record<string, Edit>> = {
  '\r': 'enter', '\n': 'enter', '\x7f': 'backspace', '\b': 'backspace', '\t': 'complete',
  '\x01': 'home', '\x02': 'left', '\x03': 'interrupt', '\x04': 'end-of-file', '\x05': 'end', '\x06': 'right', '\x07': 'leave',
  '\x0b': 'cut-to-end', '\x0c': 'clear', '\x0e': 'newer', '\x10': 'older', '\x12': 'search', '\x14': 'transpose',
  '\x15': 'cut-to-start', '\x17': 'cut-blank-word', '\x19': 'put-back', '\x1a': 'suspend', '\x1c': 'quit',
};

const ESCAPED: Readonly<Record<string, Edit>> = {
  '[A': 'older', 'OA': 'older', '[B': 'newer', 'OB': 'newer', '[C': 'right', 'OC': 'right', '[D': 'left', 'OD': 'left',
  '[H': 'home', 'OH': 'home', '[1~': 'home', '[F': 'end', 'OF': 'end', '[4~': 'end', '[3~': 'delete',
  '[1;5C': 'word-right', '[1;5D': 'word-left', '[1;3C': 'word-right', '[1;3D': 'word-left', '[1;9C': 'word-right', '[1;9D': 'word-left',
  'b': 'word-left', 'f': 'word-right', 'd': 'cut-word-right', '\x7f': 'cut-word-left', '.': 'last-word', '[3;5~': 'cut-word-right',
};

/** What was typed, piece by piece: text as it is, keys by name. Keys that mean nothing here are left out. */
export function readKeys(data: string): (Edit | { readonly text: string })[] {
  if (data === '\x1b') return ['leave'];
  if (data.startsWith('\x1b')) {
    const edit = ESCAPED[data.slice(1)];
    return edit ? [edit] : [];
  }
  const found: (Edit | { text: string })[] = [];
  for (const piece of data.split(/([\x00-\x1f\x7f])/)) {
    const edit = CONTROL[piece];
    if (edit) found.push(edit);
    else if (piece !== '' && !/^[\x00-\x1f\x7f]$/.test(piece)) found.push({ text: piece });
  }
  return found;
}
