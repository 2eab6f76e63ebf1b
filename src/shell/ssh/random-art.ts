/** The picture of a key that ssh-keygen draws: a walk over a board, steered by the bits of its digest. */
import { sha256Bytes } from '../../base/index.ts';

const WIDTH = 17;
const HEIGHT = 9;
const MARKS = ' .o+=*BOX@%&#/^';

export function randomArt(blob: Uint8Array): string {
  const board = Array.from({ length: WIDTH * HEIGHT }, () => 0);
  let x = Math.floor(WIDTH / 2);
  let y = Math.floor(HEIGHT / 2);
  const start = y * WIDTH + x;
  for (const byte of sha256Bytes(blob)) {
    for (let bits = byte, i = 0; i < 4; i++, bits >>= 2) {
      x = Math.min(WIDTH - 1, Math.max(0, x + (bits & 1 ? 1 : -1)));
      y = Math.min(HEIGHT - 1, Math.max(0, y + (bits & 2 ? 1 : -1)));
      board[y * WIDTH + x]!++;
    }
  }
  const mark = (at: number): string => (at === start ? 'S' : at === y * WIDTH + x ? 'E' : MARKS[Math.min(board[at]!, MARKS.length - 1)]!);
  const rows = Array.from({ length: HEIGHT }, (_, row) => `|${Array.from({ length: WIDTH }, (__, column) => mark(row * WIDTH + column)).join('')}|\n`);
  return `${edge('[ED25519 256]')}${rows.join('')}${edge('[SHA256]')}`;
}

function edge(title: string): string {
  const left = Math.floor((WIDTH - title.length) / 2);
  return `+${'-'.repeat(left)}${title}${'-'.repeat(WIDTH - title.length - left)}+\n`;
}
