/** The text of a command as jobs and messages show it. */
import type { Shell } from './shell.ts';

export function sourceText(sh: Shell, node: { readonly pos: number; readonly end: number }): string {
  return sh.source.text.slice(node.pos, node.end).replace(/\s*\n\s*/g, '; ');
}
