/** Compound commands: conditions, loops, case, [[ ]], (( )), groups, subshells and the definition of functions. */
import { compileExtendedGlob } from '../../base/index.ts';
import type {
  ArithmeticCommand,
  ArithmeticExpression,
  ArithmeticFor,
  Case,
  CommandNode,
  CompoundList,
  For,
  If,
  TestCommand,
  Word,
  While,
} from 'unbash';
import { truthy } from '../language/arithmetic.ts';
import { arithmeticPieces } from '../language/word-pieces.ts';
import { failWith, words } from './complain.ts';
import { evaluateConditional } from './conditional.ts';
import { evaluateCommand, expandPattern, expandText, expandWords } from './expand-word.ts';
import { waitForeground } from './foreground.ts';
import { runCoprocess } from './coprocess.ts';
import { loop, takeControl } from './loop.ts';
import { runSelect } from './select.ts';
import { withRedirects } from './redirect.ts';
import type { Answer, Run, Shell, Source } from './shell.ts';
import { sourceText } from './source-text.ts';
import { fork } from './subshell.ts';
import { trace, traceText } from './trace.ts';
import { debugTrap } from './traps.ts';
import { ReadonlyError } from './variables.ts';

export function runCompound(sh: Shell, node: Exclude<CommandNode, { type: 'Command' }> | CompoundList): Answer {
  switch (node.type) {
    case 'Redirected':
      return withRedirects(sh, node.redirects, () => runCompound(sh, node.command));
    case 'CompoundList':
      return sh.engine.statements(sh, node.commands);
    case 'BraceGroup':
      return sh.engine.statements(sh, node.body.commands);
    case 'Subshell':
      sh.command = node;
      return runInSubshell(sh, node.body, sourceText(sh, node));
    case 'If':
      return runIf(sh, node);
    case 'While':
      return runWhile(sh, node);
    case 'For':
      return runFor(sh, node);
    case 'ArithmeticFor':
      return runArithmeticFor(sh, node);
    case 'Case':
      return runCase(sh, node);
    case 'TestCommand':
      return runTest(sh, node);
    case 'ArithmeticCommand':
      return runArithmetic(sh, node);
    case 'Function':
      sh.functions.set(node.name.text, { body: node.body, source: sourceOfFunction(sh) });
      return 0;
    case 'Select':
      return runSelect(sh, node);
    case 'Coproc':
      return runCoprocess(sh, node);
  }
}

/** What -c defines has no file: messages from within say "environment". */
function sourceOfFunction(sh: Shell): Source {
  const { source } = sh;
  return sh.isBash && !sh.interactive && sh.scriptName === undefined && source.name === sh.name ? { ...source, name: sh.on('commandstring') ? 'environment' : 'main' } : source;
}

function* runTest(sh: Shell, node: TestCommand): Run<number> {
  yield* debugTrap(sh, node);
  const status = yield* evaluateConditional(sh, node.expression);
  sh.pipeStatus = undefined;
  return status;
}

function runInSubshell(sh: Shell, body: CompoundList, text: string): Answer {
  if (sh.mayExecLast && sh.traps.size === 0 && sh.subshellDepth > 0) {
    sh.subshellDepth++;
    sh.knownJobs = undefined;
    return sh.engine.statements(sh, body.commands);
  }
  const options = sh.on('monitor') ? { pgid: 0 } : {};
  const child = fork(
    sh,
    (sub) => {
      sub.mayExecLast = true;
      sub.knownJobs = undefined;
      return sub.engine.statements(sub, body.commands);
    },
    options,
  );
  return waitForeground(sh, [child], text);
}

/** Commands whose failure decides something: set -e looks away. */
export function runCondition(sh: Shell, list: CompoundList): Answer {
  const { mayExecLast } = sh;
  sh.mayExecLast = false;
  sh.conditionDepth++;
  let answer: Answer | undefined;
  try {
    answer = sh.engine.statements(sh, list.commands);
  } finally {
    if (typeof answer !== 'object') endCondition(sh, mayExecLast);
  }
  return typeof answer === 'number' ? answer : awaitCondition(sh, answer, mayExecLast);
}

function* awaitCondition(sh: Shell, work: Run<number>, mayExecLast: boolean): Run<number> {
  try {
    return yield* work;
  } finally {
    endCondition(sh, mayExecLast);
  }
}

function endCondition(sh: Shell, mayExecLast: boolean): void {
  sh.conditionDepth--;
  sh.mayExecLast = mayExecLast;
}

function* runIf(sh: Shell, node: If): Run<number> {
  for (const { clause, then } of [node, ...node.elif]) {
    const answer = runCondition(sh, clause);
    const status = typeof answer === 'number' ? answer : yield* answer;
    if (sh.control) return status;
    if (status === 0) return yield* runBody(sh, then);
  }
  return node.else ? yield* runBody(sh, node.else) : 0;
}

function* runBody(sh: Shell, { commands }: CompoundList): Run<number> {
  const answer = sh.engine.statements(sh, commands);
  return typeof answer === 'number' ? answer : yield* answer;
}

function runWhile(sh: Shell, node: While): Run<number> {
  return loop(sh, node.body, () => {
    const answer = runCondition(sh, node.clause);
    return typeof answer === 'number' ? holds(sh, node, answer) : awaitHolding(sh, node, answer);
  });
}

/** A break or continue in a loop's own condition ends it too. */
function holds(sh: Shell, { kind }: While, status: number): boolean {
  if (sh.control) {
    takeControl(sh);
    return false;
  }
  return (status === 0) === (kind === 'while');
}

function* awaitHolding(sh: Shell, node: While, work: Run<number>): Run<boolean> {
  return holds(sh, node, yield* work);
}

function* runFor(sh: Shell, node: For): Run<number> {
  const name = node.name.text;
  if (!/^[A-Za-z_]\w*$/.test(name)) return yield* failWith(sh, `\`${name}': not a valid identifier`);
  const values = node.wordlist ? yield* expandWords(sh, node.wordlist) : sh.positional;
  const { position } = sh;
  let next = 0;
  return yield* loop(sh, node.body, () => {
    if (next === values.length) return false;
    const value = values[next++]!;
    const reference = sh.variables.itself(name);
    try {
      if (reference?.reference) reference.value = value;
      else sh.variables.set(name, value);
    } catch (error) {
      if (error instanceof ReadonlyError) return failWith(sh, words(sh).readOnly(error.variable));
      throw error;
    }
    return sh.traps.size > 0 || sh.on('xtrace') ? tellFor(sh, node, values, position) : true;
  });
}

function* tellFor(sh: Shell, node: For, values: readonly string[], position: number): Run<true> {
  sh.position = position;
  yield* debugTrap(sh, node);
  if (sh.isBash && sh.on('xtrace')) yield* trace(sh, ['for', node.name.text, 'in', ...values]);
  return true;
}

function* runArithmeticFor(sh: Shell, node: ArithmeticFor): Run<number> {
  const { position } = sh;
  let wrong = false;
  const evaluate = function* (expression: ArithmeticExpression) {
    sh.position = position;
    if (sh.traps.size > 0) yield* debugTrap(sh, { ...node, initialize: expression });
    const text = sh.source.text.slice(expression.pos, expression.end);
    if (sh.on('xtrace')) yield* traceText(sh, `(( ${text} ))`);
    const value = yield* evaluateCommand(sh, text, arithmeticPieces(text));
    wrong ||= value === undefined;
    return value ?? 0;
  };
  if (node.initialize) yield* evaluate(node.initialize);
  let first = true;
  const status = yield* loop(sh, node.body, function* () {
    if (!first && node.update) yield* evaluate(node.update);
    first = false;
    return !wrong && (!node.test || truthy(yield* evaluate(node.test)));
  });
  return wrong ? 1 : status;
}

function* runCase(sh: Shell, node: Case): Run<number> {
  yield* debugTrap(sh, node);
  const subject = yield* expandText(sh, node.word);
  if (sh.isBash && sh.on('xtrace')) yield* traceText(sh, `case ${node.word.text} in`);
  let status = 0;
  let falling = false;
  for (const item of node.items) {
    if (!falling && !(yield* matchesAny(sh, item.pattern, subject))) continue;
    status = item.body.commands.length === 0 ? 0 : yield* runBody(sh, item.body);
    if (sh.control || item.terminator === ';;' || item.terminator === undefined) break;
    falling = item.terminator === ';&';
  }
  return status;
}

function* matchesAny(sh: Shell, patterns: readonly Word[], subject: string): Run<boolean> {
  for (const pattern of patterns) {
    const source = yield* expandPattern(sh, pattern);
    if (sh.shopts.has('nocasematch')) {
      if (compileExtendedGlob(source.toLowerCase()).matches(subject.toLowerCase())) return true;
    } else if (compileExtendedGlob(source).matches(subject)) return true;
  }
  return false;
}

function* runArithmetic(sh: Shell, node: ArithmeticCommand): Run<number> {
  yield* debugTrap(sh, node);
  if (sh.on('xtrace')) yield* traceText(sh, `(( ${node.body} ))`);
  const value = yield* evaluateCommand(sh, node.body, arithmeticPieces(node.body));
  sh.pipeStatus = undefined;
  return truthy(value ?? 0) ? 0 : 1;
}
