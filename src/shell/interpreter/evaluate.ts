/** Text run in the shell itself: eval, sourced files, trap actions and each complete input of an interactive shell. */
import { parseUnit, openHereDocs, type SyntaxProblem, type Unit } from '../language/parse-script.ts';
import { complain, errorText, words } from './complain.ts';
import { runStatements } from './run-list.ts';
import { prefix } from './messages.ts';
import type { Run, Shell } from './shell.ts';

export const depthMax = 600;

/** Runs the text as a program of its own. `what` names the builtin in messages about its syntax. */
export function* evaluateText(sh: Shell, text: string, what: string, firstLine = 1): Run<number> {
  if (sh.depth >= depthMax) {
    yield* complain(sh, `${what}: maximum nesting level exceeded (${depthMax})`);
    sh.control = { kind: 'exit', status: 2 };
    return 2;
  }
  const { source, position, mayExecLast } = sh;
  sh.depth++;
  sh.mayExecLast = false;
  try {
    return yield* runUnit(sh, parseUnit(text), what, firstLine);
  } finally {
    sh.depth--;
    sh.source = source;
    sh.position = position;
    sh.mayExecLast = mayExecLast;
  }
}

/** Runs what stands before a syntax error, then tells of the error. */
export function* runUnit(sh: Shell, unit: Unit, what: string, firstLine: number): Run<number> {
  sh.source = { text: unit.source, firstLine };
  sh.position = 0;
  if (!unit.problem && unit.incomplete) yield* warnHereDocs(sh, unit, firstLine);
  const status = unit.statements.length > 0 ? yield* runStatements(sh, unit.statements) : unit.problem ? 0 : emptyStatus(sh, what);
  if (!unit.problem || sh.control) return status;
  sh.status = 2;
  yield* tellProblem(sh, unit, unit.problem, what);
  return 2;
}

function emptyStatus(sh: Shell, what: string): number {
  if (what === 'eval' || what === 'source') sh.status = 0;
  return sh.status;
}

function* warnHereDocs(sh: Shell, unit: Unit, firstLine: number): Run<void> {
  if (!sh.isBash) return;
  for (const doc of openHereDocs(unit.script)) {
    const line = firstLine + unit.source.slice(0, doc.pos).split('\n').length - 1;
    sh.position = unit.source.length;
    yield* complain(sh, `warning: here-document at line ${line} delimited by end-of-file (wanted \`${doc.delimiter?.value ?? ''}')`);
  }
}

function* tellProblem(sh: Shell, unit: Unit, problem: SyntaxProblem, what: string): Run<void> {
  const say = words(sh);
  const { source } = unit;
  sh.position = problem.kind === 'end' ? source.length + (source.endsWith('\n') ? 0 : 1) : problem.at;
  const line = sh.source.firstLine + source.slice(0, sh.position).split('\n').length - 1 + (problem.kind === 'end' && !source.endsWith('\n') ? 1 : 0);
  const message = problemText(sh, problem, say.unexpected, say.unexpectedEnd);
  const interactive = sh.interactive && what === '';
  const head = prefix({ flavour: sh.flavour, name: sh.messageName + syntaxContext(sh, what), line, interactive, script: false });
  yield* errorText(sh, `${head}${message}\n`);
  if (!sh.isBash || problem.kind !== 'token' || interactive) return;
  const text = source.split('\n')[line - sh.source.firstLine] ?? '';
  yield* errorText(sh, `${head}\`${text}'\n`);
}

function syntaxContext(sh: Shell, what: string): string {
  if (!sh.isBash) return '';
  return what === '-c' ? ': -c' : what === 'eval' ? ': eval' : '';
}

function problemText(sh: Shell, problem: SyntaxProblem, unexpected: (token: string) => string, end: string): string {
  if (problem.kind === 'token') return unexpected(problem.token);
  if (problem.kind === 'end') return end;
  if (sh.flavour === 'bash') return `unexpected EOF while looking for matching \`${problem.quote}'`;
  return sh.flavour === 'dash'
    ? problem.quote === '"' || problem.quote === "'"
      ? 'Syntax error: Unterminated quoted string'
      : end
    : problem.quote === '"' || problem.quote === "'"
      ? 'syntax error: unterminated quoted string'
      : end;
}
