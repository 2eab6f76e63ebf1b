/** The parser ends a word where a <(…) begins; in bash the word goes on: `--from-file=<(date)`, `a=<(date)`, `x<(date)y`. */
import { forEachChild, type Assignment, type Command, type Redirection, type ParsedScript, type SyntaxNode, type Word, type WordPart } from 'unbash';

type Item = Command['suffix'][number] | Command['prefix'][number];

/** Changes the tree, which nobody has seen yet. */
export function joinWords(root: ParsedScript): void {
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Command') joinCommand(node);
    else if (node.type === 'For' && node.wordlist) (node as { wordlist: readonly Item[] }).wordlist = joined(node.wordlist);
    forEachChild(node, visit);
  };
  for (const statement of root.commands) visit(statement);
}

function joinCommand(command: { -readonly [K in keyof Command]: Command[K] }): void {
  const items = joined([...command.prefix, ...(command.name ? [command.name] : []), ...command.suffix]);
  if (items.length === command.prefix.length + (command.name ? 1 : 0) + command.suffix.length) return;
  const first = items.findIndex((item) => item.type === 'Word');
  const names = first < 0 ? items.length : first;
  command.prefix = items.slice(0, names) as readonly (Assignment | Redirection)[];
  command.name = items[first] as Word | undefined;
  command.suffix = items.slice(names + 1);
}

function joined(items: readonly Item[]): readonly Item[] {
  const result: Item[] = [];
  for (const item of items) {
    const before = result.at(-1);
    const whole = before && item.type === 'Word' && before.end === item.pos ? together(before, item) : undefined;
    if (whole) result[result.length - 1] = whole;
    else result.push(item);
  }
  return result;
}

/** Undefined when they are two words after all. */
function together(before: Item, after: Word): Item | undefined {
  const word = before.type === 'Assignment' ? before.value : before;
  if (word.type !== 'Word' || !(isProcess(partsOf(word).at(-1)) || isProcess(partsOf(after)[0]))) return undefined;
  const one = oneWord(word, after);
  if (before.type !== 'Assignment') return one;
  const { name, append, index, pos } = before;
  return { type: 'Assignment', pos, end: after.end, text: before.text + after.text, name, value: one, append, index };
}

function isProcess(part: WordPart | undefined): boolean {
  return part?.type === 'ProcessSubstitution';
}

function oneWord(a: Word, b: Word): Word {
  return { type: 'Word', text: a.text + b.text, value: a.value + b.value, pos: a.pos, end: b.end, parts: [...partsOf(a), ...partsOf(b)] };
}

function partsOf({ parts, pos, end, value, text }: Word): readonly WordPart[] {
  return parts ?? (text === '' ? [] : [{ type: 'Literal', pos, end, value, text }]);
}
