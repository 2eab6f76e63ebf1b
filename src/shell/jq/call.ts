/** A program's text with the variables of the command line, ready to run. */
import { compile } from './compile.ts';
import type { Node } from './machine.ts';
import { parseProgram } from './parse.ts';
import type { Filter } from './syntax.ts';
import type { Value } from './value.ts';

/** Throws CompileError. */
export function callProgram(source: string, variables: ReadonlyMap<string, Value>): Node {
  let filter = parseProgram(source);
  for (const [name, value] of variables) {
    const given: Filter = { kind: 'literal', value };
    filter = { kind: 'as', source: given, patterns: [{ kind: 'name', name }], body: filter };
  }
  return compile(filter, undefined);
}
