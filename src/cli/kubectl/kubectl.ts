/** kubectl as a program: reads its command line, runs the verb, says what went wrong. */
import type { Process, Program } from '../../host/index.ts';
import { NetError } from '../../host/index.ts';
import { clientRelease, type ClientRelease } from './command/client-release.ts';
import { lastWords } from './command/error-words.ts';
import { CommandError, Exit, FlagError, HelpError, ONE_VOICE_SINCE, UsageError } from './command/errors.ts';
import { dryRunFlag, warnOfBareDryRun } from './command/dry-run.ts';
import { findVerb } from './command/find-verb.ts';
import { globalFlags, helpFlag } from './command/global-flags.ts';
import { helpOf, rootHelp } from './command/help.ts';
import { Invocation } from './command/invocation.ts';
import { discoveryLog } from './command/discovery-log.ts';
import { parseFlags } from './command/parse-flags.ts';
import type { Task } from './command/task.ts';
import { isKnown, type Verb } from './command/verb.ts';
import { completerOf } from './complete.ts';
import { verbs as currentVerbs } from './verbs/all.ts';
import { findPlugin } from './verbs/plugin.ts';

/** The client of one release: an executable names which. An old one brings verbs of its own. */
export function makeKubectl({ release: text, verbs = currentVerbs }: { readonly release: string; readonly verbs?: readonly Verb[] }): Program {
  const release = clientRelease(text);
  return (p) => main(p, release, verbs);
}

function* main(p: Process, release: ClientRelease, verbs: readonly Verb[]): Task<number> {
  const words = p.argv.slice(1);
  if (words[0] === '__complete') return yield* printCandidates(p, words.slice(1), release, verbs);
  if (words[0] === 'help') return yield* help(p, words.slice(1), release, verbs);
  const plugin = isVerb(words, release, verbs) ? undefined : findPlugin(p, words);
  if (plugin) yield p.exec(plugin.path, [plugin.path, ...plugin.rest], p.env);
  let path = 'kubectl';
  let k: Invocation | undefined;
  let failsBy = 0;
  try {
    const found = findVerb(words, verbs, release.minor);
    path = found.path;
    if (!found.verb) return yield* withoutVerb(p, found.words, release, verbs);
    const { verb } = found;
    failsBy = verb.failsBy ?? 0;
    const specs = [...globalFlags, helpFlag, ...(verb.flags ?? [])].filter((flag) => isKnown(flag, release.minor));
    const wantsHelp = found.words.some((word, i) => (word === '-h' || word === '--help') && !found.words.slice(0, i).includes('--'));
    if (wantsHelp) return yield* print(p, helpOf(verb, path, release.minor));
    const line = parseFlags(found.words, specs);
    if (!verb.run) return yield* group(p, verb, path, line.args, release);
    for (const warning of line.warnings) yield* p.error(warning);
    k = new Invocation(p, release, verb, path, line);
    checkRequired(verb, k);
    refuseWhatCannotAct(k);
    refuseSubresource(k);
    if (verb.flags?.includes(dryRunFlag)) yield* warnOfBareDryRun(k);
    const code = (yield* verb.run(k)) ?? 0;
    k.refuseWarnings();
    return code;
  } catch (error) {
    return yield* fail(p, error, path, { release, k, failsBy });
  }
}

interface Failing {
  readonly release: ClientRelease;
  readonly k: Invocation | undefined;
  readonly failsBy: number;
}

function* fail(p: Process, error: unknown, path: string, { release, k, failsBy }: Failing): Task<number> {
  if (error instanceof Exit) return error.exitCode;
  const told = failsBy > 0 && error instanceof FlagError && release.minor >= ONE_VOICE_SINCE ? new UsageError(error.message) : error;
  const words = lastWords(told, path, { minor: release.minor, connection: () => k!.connection });
  if (!words) throw error;
  if (error instanceof HelpError && k) yield* p.print(`${helpOf(k.verb, path, k.release.minor)}\n`.replace(/\n+$/, '\n'));
  if (error instanceof NetError && k?.isDiscovering) yield* p.error(yield* discoveryLog(k, error));
  yield* p.error(words.text);
  return words.exitCode + (told instanceof FlagError ? 0 : failsBy);
}

function isVerb(words: readonly string[], release: ClientRelease, verbs: readonly Verb[]): boolean {
  const [first] = words;
  return first === undefined || first.startsWith('-') || verbs.some((verb) => isKnown(verb, release.minor) && (verb.name === first || verb.aliases?.includes(first)));
}

/** `kubectl help VERB` is `kubectl VERB --help`; of a word that is no verb it says so, and shows what verbs there are. */
function* help(p: Process, words: readonly string[], release: ClientRelease, verbs: readonly Verb[]): Task<number> {
  if (words.length === 0 || words[0]!.startsWith('-')) return yield* print(p, rootHelp(verbs, release.minor));
  if (!isVerb(words, release, verbs)) {
    yield* p.error(`Unknown help topic [${words.map((word) => `\`${word}\``).join(' ')}]\n`);
    return yield* print(p, rootHelp(verbs, release.minor));
  }
  const { verb, path } = findVerb(words, verbs, release.minor);
  return yield* print(p, helpOf(verb!, path, release.minor));
}

/** What a shell's completion asks for: the words that fit in place of the last one, then what to do with them. */
function* printCandidates(p: Process, words: readonly string[], release: ClientRelease, verbs: readonly Verb[]): Task<number> {
  const complete = completerOf(release.text, verbs);
  const candidates = yield* complete(p, { words: ['kubectl', ...words.slice(0, -1)], current: words.at(-1) ?? '' });
  const fitting = (candidates ?? []).filter(({ value }) => value.startsWith(words.at(-1) ?? ''));
  return yield* print(p, `${fitting.map(({ value, summary }) => `${value}${summary === undefined ? '' : `\t${summary}`}\n`).join('')}:4\n`);
}

/** The release from which on the server alone knows what subresources there are. */
const ANY_SUBRESOURCE_SINCE = 33;
const subresources: Readonly<Record<string, readonly string[]>> = { get: ['status', 'scale'], patch: ['status', 'scale'], edit: ['status'], replace: ['status', 'scale'] };
const RESIZE_SINCE = 32;

function refuseSubresource({ verb, release, flags }: Invocation): void {
  const wanted = flags.text('subresource');
  if (wanted === '' || release.minor >= ANY_SUBRESOURCE_SINCE || !Object.hasOwn(subresources, verb.name)) return;
  const known = [...subresources[verb.name]!, ...(release.minor >= RESIZE_SINCE ? ['resize'] : [])];
  if (!known.includes(wanted)) throw new CommandError(`invalid subresource value: ${JSON.stringify(wanted)}. Must be one of [${known.join(' ')}]`);
}

/** Known flags with nothing here to act upon are refused rather than taken and forgotten. */
function refuseWhatCannotAct({ globalFlags: flags }: Invocation): void {
  const profile = flags.has('profile') ? flags.text('profile') : 'none'; // what is not typed may be a verb's own
  if (!['none', 'cpu', 'heap', 'goroutine', 'threadcreate', 'block', 'mutex'].includes(profile)) throw new CommandError(`unknown profile '${profile}'`);
  if (profile !== 'none') throw new CommandError('--profile: this client writes no profiles');
  if (flags.text('kuberc') !== '') throw new CommandError('--kuberc: this client reads no file of preferences');
}

function checkRequired(verb: Verb, k: Invocation): void {
  const missing = (verb.flags ?? []).filter((flag) => flag.required && !k.flags.has(flag.name));
  if (missing.length === 0) return;
  const words = `required flag(s) ${missing.map((flag) => JSON.stringify(flag.name)).join(', ')} not set`;
  const isOld = k.release.minor < ONE_VOICE_SINCE;
  throw new CommandError(isOld ? `Error: ${words}` : words, { isBare: isOld });
}

function* withoutVerb(p: Process, words: readonly string[], release: ClientRelease, verbs: readonly Verb[]): Task<number> {
  const wantsHelp = words.includes('-h') || words.includes('--help');
  if (!wantsHelp) parseFlags(words, globalFlags);
  return yield* print(p, rootHelp(verbs, release.minor));
}

/** A name that only groups verbs: its help, or a complaint about what was typed below it. */
function* group(p: Process, verb: Verb, path: string, args: readonly string[], release: ClientRelease): Task<number> {
  if (args.length > 0 && !verb.alone?.takesAnything) throw new UsageError(`unknown command ${JSON.stringify(args.join(' '))}`);
  if (verb.alone) yield* p.print(helpOf(verb, path, release.minor));
  else yield* p.error(helpOf(verb, path, release.minor));
  return verb.alone?.exitCode ?? 1;
}

function* print(p: Process, text: string): Task<number> {
  yield* p.print(text);
  return 0;
}
