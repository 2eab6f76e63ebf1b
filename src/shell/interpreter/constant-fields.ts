/** The words of commands that nothing changes: expanded once, however often a loop runs them. */
import type { Command, Word } from 'unbash';
import { piecesOf } from '../language/word-pieces.ts';

const constants = new WeakMap<Command, readonly string[] | null>();

/** The words of a command that is the same each time it is run; undefined for any other. */
export function constantFields(node: Command, name: Word): readonly string[] | undefined {
  let fields = constants.get(node);
  if (fields === undefined) {
    const texts = [name, ...node.args].map((word) => (word.type === 'Word' && !piecesOf(word).braces ? piecesOf(word).constant : undefined));
    fields = node.prefix.length === 0 && texts.every((text) => text !== undefined) ? texts : null;
    constants.set(node, fields);
  }
  return fields ?? undefined;
}
