/** A regular expression as a program: instructions that threads walk through, one character at a time. */
import { isMember, type CharClass } from './char-class.ts';
import { RegexError, type Assertion, type RegexNode } from './nodes.ts';

export type Instruction =
  | { readonly op: 'char'; readonly code: number }
  | { readonly op: 'class'; readonly members: CharClass }
  | { readonly op: 'any' }
  | { readonly op: 'assert'; readonly what: Assertion }
  | { readonly op: 'save'; readonly slot: number }
  | { op: 'split'; first: number; second: number } // tries `first` before `second`
  | { op: 'jump'; to: number }
  | { readonly op: 'match' };

export interface RegexProgram {
  readonly code: readonly Instruction[];
  readonly slots: number; // where groups begin and end, two for each
  /** Text that every match begins with, and the ASCII characters that one can begin with: they let the search skip ahead. */
  readonly prefix: string;
  readonly first: Uint8Array | undefined; // undefined when a match may be empty
  readonly isAnchored: boolean;
}

const instructionsMax = 20_000;

/** Throws RegexError when the program would be larger than its bound. */
export function compileProgram(root: RegexNode, groupCount: number, source: string): RegexProgram {
  const code: Instruction[] = [];
  const emit = (instruction: Instruction): number => {
    if (code.length >= instructionsMax) throw new RegexError('expression too large', source.slice(0, 100));
    return code.push(instruction) - 1;
  };
  emitNode({ kind: 'group', item: root, index: 0 }, code, emit);
  emit({ op: 'match' });
  return { code, slots: (groupCount + 1) * 2, prefix: prefixOf(root), first: firstCharacters(code), isAnchored: isAnchored(root) };
}

/** Follows all ways from the start to the instructions that take a character, as if every assertion held. */
function firstCharacters(code: readonly Instruction[]): Uint8Array | undefined {
  const first = new Uint8Array(128);
  const seen = new Set<number>();
  const waiting = [0];
  while (waiting.length > 0) {
    const at = waiting.pop()!;
    if (seen.has(at)) continue;
    seen.add(at);
    const instruction = code[at]!;
    if (instruction.op === 'match') return undefined;
    if (instruction.op === 'jump') waiting.push(instruction.to);
    else if (instruction.op === 'split') waiting.push(instruction.first, instruction.second);
    else if (instruction.op === 'save' || instruction.op === 'assert') waiting.push(at + 1);
    else for (let char = 0; char < 128; char++) if (accepts(instruction, char)) first[char] = 1;
  }
  return first;
}

export function accepts(instruction: Instruction, code: number): boolean {
  if (instruction.op === 'char') return instruction.code === code;
  return instruction.op === 'any' || (instruction.op === 'class' && isMember(instruction.members, code));
}

type Emit = (instruction: Instruction) => number;

function emitNode(node: RegexNode, code: Instruction[], emit: Emit): void {
  switch (node.kind) {
    case 'empty':
      return;
    case 'char':
      emit({ op: 'char', code: node.code });
      return;
    case 'class':
      emit({ op: 'class', members: node.members });
      return;
    case 'any':
      emit({ op: 'any' });
      return;
    case 'assert':
      emit({ op: 'assert', what: node.what });
      return;
    case 'concat':
      for (const item of node.items) emitNode(item, code, emit);
      return;
    case 'group':
      emit({ op: 'save', slot: node.index * 2 });
      emitNode(node.item, code, emit);
      emit({ op: 'save', slot: node.index * 2 + 1 });
      return;
    case 'alternate':
      emitAlternate(node.branches, code, emit);
      return;
    case 'repeat':
      emitRepeat(node, code, emit);
  }
}

function emitAlternate(branches: readonly RegexNode[], code: Instruction[], emit: Emit): void {
  const jumps: { to: number }[] = [];
  for (const [i, branch] of branches.entries()) {
    if (i === branches.length - 1) {
      emitNode(branch, code, emit);
      break;
    }
    const split = { op: 'split' as const, first: code.length + 1, second: 0 };
    emit(split);
    emitNode(branch, code, emit);
    const jump = { op: 'jump' as const, to: 0 };
    emit(jump);
    jumps.push(jump);
    split.second = code.length;
  }
  for (const jump of jumps) jump.to = code.length;
}

function emitRepeat(node: RegexNode & { kind: 'repeat' }, code: Instruction[], emit: Emit): void {
  const { item, min, max, isLazy } = node;
  for (let i = 0; i < min - 1; i++) emitNode(item, code, emit);
  if (max === Infinity) {
    emitLoop(item, min > 0, isLazy, code, emit);
    return;
  }
  if (min > 0) emitNode(item, code, emit);
  const splits: { first: number; second: number }[] = [];
  for (let i = min; i < max; i++) {
    const split = { op: 'split' as const, first: 0, second: 0 };
    emit(split);
    splits.push(split);
    if (isLazy) split.second = code.length;
    else split.first = code.length;
    emitNode(item, code, emit);
  }
  for (const split of splits) {
    if (isLazy) split.first = code.length;
    else split.second = code.length;
  }
}

/** One or more: the item, then back to it or on. None or more: that, or nothing at all. */
function emitLoop(item: RegexNode, isOnce: boolean, isLazy: boolean, code: Instruction[], emit: Emit): void {
  const skip = { op: 'split' as const, first: code.length + 1, second: 0 };
  if (!isOnce) emit(skip);
  const start = code.length;
  emitNode(item, code, emit);
  const next = code.length + 1;
  emit(isLazy ? { op: 'split', first: next, second: start } : { op: 'split', first: start, second: next });
  skip.second = code.length;
  if (isLazy) [skip.first, skip.second] = [skip.second, skip.first];
}

function isAnchored(node: RegexNode): boolean {
  if (node.kind === 'concat') return isAnchored(node.items[0]!);
  if (node.kind === 'group') return isAnchored(node.item);
  return node.kind === 'assert' && node.what === 'text-start';
}

function prefixOf(node: RegexNode): string {
  if (node.kind === 'char') return String.fromCodePoint(node.code);
  if (node.kind === 'group') return prefixOf(node.item);
  if (node.kind !== 'concat') return '';
  let prefix = '';
  for (const item of node.items) {
    if (item.kind !== 'char') return prefix + (item.kind === 'group' || (item.kind === 'repeat' && item.min > 0) ? prefixOf(item.kind === 'repeat' ? item.item : item) : '');
    prefix += String.fromCodePoint(item.code);
  }
  return prefix;
}
