/** Source text to a syntax tree, with what is wrong with it in the terms that shells print. */
import { forEachChild, parse, type HereDoc, type ParseError, type ParsedScript, type Statement, type SyntaxNode } from 'unbash';
import type { ConditionFault } from './condition-check.ts';
import { joinWords } from './join-words.ts';
import { checkSyntax, type SyntaxFinding } from './syntax-check.ts';

export type SyntaxProblem =
  | { readonly kind: 'token'; readonly token: string; readonly at: number; readonly expecting: string | undefined }
  /** Something between [[ and ]]. */
  | ({ readonly kind: 'condition'; readonly at: number } & ConditionFault)
  /** The text ends inside a compound command. */
  | { readonly kind: 'end'; readonly at: number; readonly expecting: string | undefined }
  /** … or inside a quotation, an expansion or `[[`. */
  | { readonly kind: 'quote'; readonly quote: string; readonly at: number; readonly toEnd: boolean };

export interface Unit {
  readonly source: string;
  readonly script: ParsedScript;
  readonly problem: SyntaxProblem | undefined;
  /** Statements that stand whole before the line with the problem, and so run before it is found. */
  readonly statements: readonly Statement[];
  /** More input could still make it right: an interactive shell asks for another line. */
  readonly incomplete: boolean;
}

const cache = new Map<string, Unit>();

export function parseUnit(source: string): Unit {
  let unit = cache.get(source);
  if (!unit) {
    unit = build(source);
    if (cache.size > 200) cache.clear();
    cache.set(source, unit);
  }
  return unit;
}

function build(source: string): Unit {
  const script = parse(source);
  if (/[<>]\(/.test(source)) joinWords(script);
  const problem = findProblem(source, script);
  const openHereDoc = !problem && hasOpenHereDoc(source, script);
  const incomplete = problem ? (problem.kind === 'condition' ? problem.open : problem.kind !== 'token') : openHereDoc || endsInBackslash(source);
  return { source, script, problem, statements: problem ? before(source, script, problem) : script.commands, incomplete };
}

const openQuotes: readonly (readonly [RegExp, string])[] = [
  [/unterminated double quote/, '"'],
  [/unterminated single quote/, "'"],
  [/unterminated backtick/, '`'],
  [/unterminated parameter expansion/, '}'],
  [/unterminated/, ')'],
];

function findProblem(source: string, script: ParsedScript): SyntaxProblem | undefined {
  const error = script.errors?.[0];
  const found = checkSyntax(source);
  if (found?.kind === 'condition' && (!error || error.pos >= found.at)) return withQuote(found, source, error);
  if (!error) {
    if (found) return asProblem(found, source);
    return /\$\(|`/.test(source) ? innerProblem(source, script) : undefined;
  }
  const quote = quoteOf(error);
  if (quote && (found?.kind !== 'token' || found.at > error.pos)) return { kind: 'quote', quote, at: error.pos, toEnd: /command substitution/.test(error.message) };
  if (found) return asProblem(found, source);
  const token = /^\s*(\S+?)(?=[\s;&|()<>]|$)/.exec(source.slice(error.pos))?.[1];
  if (/^expected (?:command|redirect|compound|')/.test(error.message) && token === undefined) return { kind: 'end', at: source.length, expecting: undefined };
  return { kind: 'token', token: token ?? 'newline', at: error.pos, expecting: undefined };
}

function quoteOf({ message }: ParseError): string | undefined {
  return openQuotes.find(([pattern]) => pattern.test(message))?.[1];
}

/** A quotation that never ends, in what is passed over behind a faulty condition, is told after it; one in the condition itself, instead of it. */
function withQuote(found: SyntaxProblem & { kind: 'condition' }, source: string, error: ParseError | undefined): SyntaxProblem {
  const quote = error && quoteOf(error);
  if (quote === undefined) return found;
  const { pos } = error!;
  const apart = found.told.length > 0 && found.told.every(({ at }) => at < pos && /\s/.test(source.slice(at, pos)));
  if (!apart) return { kind: 'quote', quote, at: pos, toEnd: /command substitution/.test(error!.message) };
  return { ...found, told: [...found.told, { at: pos, text: `unexpected EOF while looking for matching \`${quote}'` }], ended: true, open: true };
}

function asProblem(found: SyntaxFinding, source: string): SyntaxProblem {
  if (found.kind !== 'incomplete') return found;
  if (found.expecting === ']]') return { kind: 'quote', quote: ']]', at: found.at!, toEnd: false };
  return { kind: 'end', at: source.length, expecting: found.expecting };
}

/** A substitution whose own commands are wrong makes the whole line wrong. */
function innerProblem(source: string, script: ParsedScript): SyntaxProblem | undefined {
  let problem: SyntaxProblem | undefined;
  const visit = (node: SyntaxNode): void => {
    if (problem) return;
    if (node.type === 'CommandExpansion' && node.script?.errors?.length && node.script.source === undefined) {
      const inner = checkSyntax(node.text.slice(2, -1));
      const from = node.pos + 2;
      if (inner?.kind === 'condition') problem = { ...inner, at: from + inner.at, told: inner.told.map(({ at, text }) => ({ at: from + at, text })) };
      else if (inner?.kind === 'token' && inner.token !== 'newline') problem = { ...inner, at: from + inner.at };
      else problem = { kind: 'token', token: ')', at: node.end - 1, expecting: undefined };
    }
    forEachChild(node, visit);
  };
  for (const statement of script.commands) visit(statement);
  return problem;
}

/** A shell reads whole lines: nothing of the line that begins the faulty command runs. */
function before(source: string, script: ParsedScript, problem: SyntaxProblem): Statement[] {
  const errorAt = problem.kind === 'token' || problem.kind === 'condition' ? problem.at : (script.errors?.[0]?.pos ?? problem.at);
  const faulty = script.commands.findLast((s) => s.pos <= errorAt)?.pos ?? 0;
  const line = source.lastIndexOf('\n', Math.max(0, faulty - 1)) + 1;
  return script.commands.filter((s) => s.end > s.pos && s.end <= line && s.end <= errorAt);
}

function endsInBackslash(source: string): boolean {
  return /(?:^|[^\\])(?:\\\\)*\\\n?$/.test(source) && !/^\s*#/.test(source.slice(source.lastIndexOf('\n', source.length - 2) + 1));
}

function hasOpenHereDoc(source: string, script: ParsedScript): boolean {
  return source.includes('<<') && openHereDocs(script).length > 0;
}

/** Here-documents that the end of the text closed instead of their word. */
export function openHereDocs(script: ParsedScript): HereDoc[] {
  const open: HereDoc[] = [];
  const seen = new Set<unknown>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (Array.isArray(value)) return value.forEach(visit);
    const node = value as { type?: string; closing?: unknown };
    if (node.type === 'HereDoc' && node.closing === undefined) open.push(value as HereDoc);
    for (const inner of Object.values(value)) visit(inner);
  };
  visit(script.commands);
  return open;
}
