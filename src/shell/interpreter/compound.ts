/** Compound commands: conditions, loops, case, [[ ]], (( )), groups, subshells and the definition of functions. */
import type {
  ArithmeticCommand,
  ArithmeticExpression,
  ArithmeticFor,
  Case,
  CommandNode,
  CompoundList,
  For,
  If,
  Word,
  While,
} from 'unbash';
import { truthy } from '../language/arithmetic.ts';
import { globPattern } from '../language/glob-pattern.ts';
import { arithmeticPieces } from '../language/word-pieces.ts';
import { complain, failWith } from './complain.ts';
import { evaluateConditional } from './conditional.ts';
import { expandArithmetic, expandPattern, expandText, expandWords } from './expand-word.ts';
import { waitForeground } from './foreground.ts';
import { withRedirects } from './redirect.ts';
import type { Run, Shell } from './shell.ts';
import { sourceText } from './source-text.ts';
import { mustSpend, spend } from './spend.ts';
import { fork } from './subshell.ts';
import { trace } from './trace.ts';

export function* runCompound(sh: Shell, node: Exclude<CommandNode, { type: 'Command' }> | CompoundList): Run<number> {
  switch (node.type) {
    case 'Redirected':
      return yield* withRedirects(sh, node.redirects, () => runCompound(sh, node.command));
    case 'CompoundList':
      return yield* sh.engine.statements(sh, node.commands);
    case 'BraceGroup':
      return yield* sh.engine.statements(sh, node.body.commands);
    case 'Subshell':
      return yield* runInSubshell(sh, node.body, sourceText(sh, node));
    case 'If':
      return yield* runIf(sh, node);
    case 'While':
      return yield* runWhile(sh, node);
    case 'For':
      return yield* runFor(sh, node);
    case 'ArithmeticFor':
      return yield* runArithmeticFor(sh, node);
    case 'Case':
      return yield* runCase(sh, node);
    case 'TestCommand':
      return yield* evaluateConditional(sh, node.expression);
    case 'ArithmeticCommand':
      return yield* runArithmetic(sh, node);
    case 'Function':
      sh.functions.set(node.name.text, { body: node.body, source: sh.source, text: sh.source.text.slice(node.body.pos, node.body.end) });
      return 0;
    default:
      yield* complain(sh, `${node.type.toLowerCase()}: not supported`);
      return 2;
  }
}

function* runInSubshell(sh: Shell, body: CompoundList, text: string): Run<number> {
  if (sh.mayExecLast && sh.traps.size === 0 && sh.subshellDepth > 0) return yield* sh.engine.statements(sh, body.commands);
  const options = sh.on('monitor') ? { pgid: 0 } : {};
  const child = fork(
    sh,
    (sub) => {
      sub.mayExecLast = true;
      return sub.engine.statements(sub, body.commands);
    },
    options,
  );
  return yield* waitForeground(sh, [child], text);
}

/** Commands whose failure decides something: set -e looks away. */
export function* runCondition(sh: Shell, list: CompoundList): Run<number> {
  const { mayExecLast } = sh;
  sh.mayExecLast = false;
  sh.conditionDepth++;
  try {
    return yield* sh.engine.statements(sh, list.commands);
  } finally {
    sh.conditionDepth--;
    sh.mayExecLast = mayExecLast;
  }
}

function* runIf(sh: Shell, node: If): Run<number> {
  let status = yield* runCondition(sh, node.clause);
  if (sh.control) return status;
  if (status === 0) return yield* sh.engine.statements(sh, node.then.commands);
  for (const branch of node.elif) {
    status = yield* runCondition(sh, branch.clause);
    if (sh.control) return status;
    if (status === 0) return yield* sh.engine.statements(sh, branch.then.commands);
  }
  return node.else ? yield* sh.engine.statements(sh, node.else.commands) : 0;
}

/** Runs a loop's body once. False: the loop is over. */
function* iterate(sh: Shell, body: CompoundList, result: { status: number }): Run<boolean> {
  result.status = yield* sh.engine.statements(sh, body.commands);
  if (mustSpend(sh)) yield* spend(sh);
  const { control } = sh;
  if (!control) return true;
  if (control.kind !== 'break' && control.kind !== 'continue') return false;
  const outer = control.levels > 1 && sh.loopDepth > 1;
  sh.control = outer ? { kind: control.kind, levels: control.levels - 1 } : undefined;
  result.status = 0;
  return control.kind === 'continue' && !outer;
}

function* loop(sh: Shell, body: () => Run<number>): Run<number> {
  const { mayExecLast } = sh;
  sh.mayExecLast = false;
  sh.loopDepth++;
  try {
    return yield* body();
  } finally {
    sh.loopDepth--;
    sh.mayExecLast = mayExecLast;
  }
}

function* runWhile(sh: Shell, node: While): Run<number> {
  return yield* loop(sh, function* () {
    const result = { status: 0 };
    for (;;) {
      const status = yield* runCondition(sh, node.clause);
      if (sh.control && !(yield* loopControl(sh))) break;
      if ((status === 0) !== (node.kind === 'while')) break;
      if (!(yield* iterate(sh, node.body, result))) break;
    }
    return result.status;
  });
}

/** A break or continue in a loop's own condition. */
// eslint-disable-next-line require-yield
function* loopControl(sh: Shell): Run<boolean> {
  const { control } = sh;
  if (control?.kind !== 'break' && control?.kind !== 'continue') return false;
  sh.control = control.levels > 1 && sh.loopDepth > 1 ? { kind: control.kind, levels: control.levels - 1 } : undefined;
  return false;
}

function* runFor(sh: Shell, node: For): Run<number> {
  const name = node.name.text;
  if (!/^[A-Za-z_]\w*$/.test(name)) return yield* failWith(sh, `\`${name}': not a valid identifier`);
  const values = node.wordlist ? yield* expandWords(sh, node.wordlist) : sh.positional;
  return yield* loop(sh, function* () {
    const result = { status: 0 };
    for (const value of values) {
      sh.variables.set(name, value);
      if (sh.on('xtrace')) yield* trace(sh, ['for', name, 'in', ...values]);
      if (!(yield* iterate(sh, node.body, result))) break;
    }
    return result.status;
  });
}

function* runArithmeticFor(sh: Shell, node: ArithmeticFor): Run<number> {
  const evaluate = (expression: ArithmeticExpression) => {
    const text = sh.source.text.slice(expression.pos, expression.end);
    return expandArithmetic(sh, text, arithmeticPieces(text));
  };
  if (node.initialize) yield* evaluate(node.initialize);
  return yield* loop(sh, function* () {
    const result = { status: 0 };
    while (!node.test || truthy(yield* evaluate(node.test))) {
      if (!(yield* iterate(sh, node.body, result))) break;
      if (node.update) yield* evaluate(node.update);
    }
    return result.status;
  });
}

function* runCase(sh: Shell, node: Case): Run<number> {
  const subject = yield* expandText(sh, node.word);
  let status = 0;
  let falling = false;
  for (const item of node.items) {
    if (!falling && !(yield* matchesAny(sh, item.pattern, subject))) continue;
    status = yield* sh.engine.statements(sh, item.body.commands);
    if (item.body.commands.length === 0) status = 0;
    if (sh.control || item.terminator === ';;' || item.terminator === undefined) break;
    falling = item.terminator === ';&';
  }
  return status;
}

function* matchesAny(sh: Shell, patterns: readonly Word[], subject: string): Run<boolean> {
  for (const pattern of patterns) {
    const source = yield* expandPattern(sh, pattern);
    if (sh.shopts.has('nocasematch')) {
      if (globPattern(source.toLowerCase()).matches(subject.toLowerCase())) return true;
    } else if (globPattern(source).matches(subject)) return true;
  }
  return false;
}

function* runArithmetic(sh: Shell, node: ArithmeticCommand): Run<number> {
  return truthy(yield* expandArithmetic(sh, node.body, arithmeticPieces(node.body))) ? 0 : 1;
}
