/** Text run in the shell itself: eval, sourced files, trap actions and each complete input of an interactive shell. */
import { parseUnit, openHereDocs, type SyntaxProblem, type Unit } from '../language/parse-script.ts';
import { complain, currentLine, errorText, words } from './complain.ts';
import { depthMax } from './depth.ts';
import { runStatements } from './run-list.ts';
import { prefix } from './messages.ts';
import { ShellFailure, type Run, type Shell } from './shell.ts';

/** Runs the text as a program of its own. `what` says for whom: "eval", "source" of the file `name`, "trap", "alias". */
export function* evaluateText(sh: Shell, text: string, what: string, name = sh.source.name): Run<number> {
  if (sh.depth >= depthMax) {
    yield* complain(sh, `${what}: maximum nesting level exceeded (${depthMax})`);
    sh.control = { kind: 'exit', status: 2 };
    return 2;
  }
  const { source, position, mayExecLast } = sh;
  const line = what === 'trap' || what === 'eval' ? currentLine(sh) : 1;
  sh.depth++;
  sh.mayExecLast = false;
  sh.source = { ...sh.source, name };
  try {
    return yield* runUnit(sh, parseUnit(text), what, line);
  } finally {
    sh.depth--;
    sh.source = source;
    sh.position = position;
    sh.mayExecLast = mayExecLast;
  }
}

/** Runs what stands before a syntax error, then tells of the error. */
export function* runUnit(sh: Shell, unit: Unit, what: string, firstLine: number): Run<number> {
  sh.source = { text: unit.source, firstLine, name: sh.source.name };
  sh.position = 0;
  if (!unit.problem && unit.incomplete) yield* warnHereDocs(sh, unit, firstLine);
  const status = unit.statements.length > 0 ? yield* runLines(sh, unit, what) : unit.problem ? 0 : emptyStatus(sh, what);
  if (!unit.problem || sh.control) return status;
  if (unit.problem.kind === 'condition') return yield* tellCondition(sh, unit, unit.problem, what);
  sh.status = 2;
  yield* tellProblem(sh, unit, unit.problem, what);
  return 2;
}

/** It leaves the status as it was, unless the text ended in it; eval and source fail. */
function* tellCondition(sh: Shell, unit: Unit, { told, ended }: SyntaxProblem & { kind: 'condition' }, what: string): Run<number> {
  const lines = linesIn(unit.source) + (unit.source.endsWith('\n') ? 0 : 1);
  for (const { at, text } of told) {
    const offset = at >= unit.source.length && !text.includes('newline') ? lines : linesIn(unit.source.slice(0, at));
    yield* errorText(sh, `${headOf(sh, offset, what)}${text}\n`);
  }
  if (what === 'eval' || what === 'source' || (ended && sh.status === 0)) sh.status = 2;
  return sh.status;
}

function headOf(sh: Shell, offset: number, what: string): string {
  const interactive = sh.interactive && what === '';
  return prefix({ flavour: sh.flavour, name: sh.source.name + syntaxContext(sh, what), line: sh.source.firstLine + offset, interactive, script: what === 'file' });
}

/** A script goes on at the next line after an error that ends only its own. */
function* runLines(sh: Shell, unit: Unit, what: string): Run<number> {
  const { statements, source } = unit;
  if (what !== 'file' && what !== '-c' && what !== 'stdin') {
    const answer = runStatements(sh, statements);
    return typeof answer === 'number' ? answer : yield* answer;
  }
  const { mayExecLast } = sh;
  for (let from = 0; from < statements.length && !sh.control && !sh.options.has('noexec'); ) {
    let to = from + 1;
    while (to < statements.length && !source.slice(statements[to - 1]!.end, statements[to]!.pos).includes('\n')) to++;
    sh.mayExecLast = mayExecLast && to === statements.length;
    try {
      const answer = runStatements(sh, statements.slice(from, to));
      if (typeof answer !== 'number') yield* answer;
    } catch (error) {
      if (!(error instanceof ShellFailure) || error.fatal) throw error;
      sh.status = error.status;
    }
    from = to;
  }
  return sh.status;
}

function emptyStatus(sh: Shell, what: string): number {
  if (what === 'eval' || what === 'source') sh.status = 0;
  return sh.status;
}

function* warnHereDocs(sh: Shell, unit: Unit, firstLine: number): Run<void> {
  if (!sh.isBash) return;
  for (const doc of openHereDocs(unit.script)) {
    const line = firstLine + linesIn(unit.source.slice(0, doc.pos));
    sh.position = unit.source.length;
    yield* complain(sh, `warning: here-document at line ${line} delimited by end-of-file (wanted \`${doc.delimiter?.value ?? ''}')`);
  }
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}

function* tellProblem(sh: Shell, unit: Unit, problem: Exclude<SyntaxProblem, { kind: 'condition' }>, what: string): Run<void> {
  const { source } = unit;
  // Only bash counts the line after the last one, at which it met the end.
  const atEnd = problem.kind === 'end' || (problem.kind === 'quote' && problem.toEnd);
  const offset = atEnd ? linesIn(source) + (sh.isBash && !source.endsWith('\n') ? 1 : 0) : linesIn(source.slice(0, problem.at));
  const interactive = sh.interactive && what === '';
  const head = headOf(sh, offset, what);
  yield* errorText(sh, `${head}${problemText(sh, problem)}\n`);
  if (!sh.isBash || problem.kind !== 'token' || interactive) return;
  yield* errorText(sh, `${head}\`${source.split('\n')[offset] ?? ''}'\n`);
}

function syntaxContext(sh: Shell, what: string): string {
  if (!sh.isBash) return '';
  return what === '-c' ? ': -c' : what === 'eval' ? ': eval' : '';
}

function problemText(sh: Shell, problem: Exclude<SyntaxProblem, { kind: 'condition' }>): string {
  const { unexpected, unexpectedEnd } = words(sh);
  if (problem.kind !== 'quote') {
    const text = problem.kind === 'token' ? unexpected(problem.token) : unexpectedEnd;
    return sh.isBash || problem.expecting === undefined ? text : `${text} (expecting "${problem.expecting}")`;
  }
  const { quote } = problem;
  if (sh.isBash) return quote === ']]' ? "unexpected EOF while looking for `]]'" : `unexpected EOF while looking for matching \`${quote}'`;
  if (quote !== '"' && quote !== "'") return `${unexpectedEnd} (expecting "${quote}")`;
  return sh.flavour === 'dash' ? 'Syntax error: Unterminated quoted string' : 'syntax error: unterminated quoted string';
}
