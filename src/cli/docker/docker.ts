/** docker as a program: reads its command line, runs the verb, says what went wrong. */
import type { Process, Program } from '../../host/index.ts';
import { parseFlags } from '../kubectl/command/parse-flags.ts';
import type { Task } from '../kubectl/command/task.ts';
import { dockerClientRelease, type DockerClientRelease } from './command/client-release.ts';
import { bool, checkValues, type DockerFlag } from './command/docker-flag.ts';
import { wordsOf } from './command/error-words.ts';
import { ArgumentError, ClientError, Exit, FlagError } from './command/errors.ts';
import { groupHelp, rootHelp, usageOf, verbHelp } from './command/help.ts';
import { configFolder, globalFlags } from './command/global-flags.ts';
import { Invocation } from './command/invocation.ts';
import type { DockerVerb } from './command/verb.ts';
import { commonVerbs, findVerb, groupsOf, otherVerbs } from './verbs/all.ts';
import { defaultAddress, engineAddress, type EngineAddress } from './wire/engine-address.ts';
import { EngineClient } from './wire/engine-client.ts';

const helpFlag: DockerFlag = { ...bool('help', 'Print usage'), hidden: true };
/** What stands above verbs that print "docker: " and how to get help when they fail. */
const helpful = new Set(['docker run', 'docker container run']);

/** The client of one release. */
export function makeDocker({ release }: { readonly release: string }): Program {
  const known = dockerClientRelease(release);
  return (p) => main(p, known);
}

function* main(p: Process, release: DockerClientRelease): Task<number> {
  let path = 'docker';
  let verb: DockerVerb | undefined;
  let address = defaultAddress;
  try {
    const global = parseFlags(p.argv.slice(1), globalFlags, { stopsAtArgument: true });
    checkValues(global.flags, globalFlags);
    if (global.flags.bool('version')) return yield* printed(p, `Docker version ${release.version}, build ${release.gitCommit}\n`);
    if (global.args.length === 0 || global.flags.bool('help')) return yield* printed(p, rootHelp({ common: commonVerbs, groups: groupsOf(p), other: otherVerbs, flags: globalFlags }));
    const found = findVerb(global.args, groupsOf(p));
    if ('unknown' in found) return yield* unknownCommand(p, found.unknown, found.group);
    if ('group' in found) return yield* printed(p, groupHelp(found.group));
    ({ path, verb } = found);
    if (verb.warns) yield* p.error(verb.warns(p));
    const specs = [...(verb.flags ?? []), helpFlag];
    const line = parseFlags(found.words, specs, { stopsAtArgument: verb.stopsAtArgument ?? false });
    if (line.flags.bool('help')) return yield* printed(p, `\n${verbHelp(verb, path)}`.slice(1));
    checkValues(line.flags, specs);
    checkArguments(verb, path, line.args.length);
    const configDir = configFolder(p, global.flags);
    const context = global.flags.text('context');
    if (!verb.local) address = engineAddress(p, configDir, { host: global.flags.list('host').at(-1), context });
    const engine = new EngineClient(p, address, release);
    return (yield* verb.run(new Invocation(p, { release, verb, path, flags: line.flags, args: line.args, engine, configDir, contextFlag: context }))) ?? 0;
  } catch (error) {
    return yield* fail(p, error, path, verb, address);
  }
}

function* fail(p: Process, error: unknown, path: string, verb: DockerVerb | undefined, address: EngineAddress): Task<number> {
  if (error instanceof Exit) return error.exitCode;
  const usage = verb ? `Usage:  docker ${usageOf(verb, path)}\n\n` : 'Usage:  docker [OPTIONS] COMMAND [ARG...]\n\n';
  const more = `'${path} --help' for more information\n`;
  if (error instanceof FlagError) {
    yield* p.error(`${error.message}\n\n${usage}Run ${more}`);
    return 125;
  }
  if (error instanceof ArgumentError) {
    yield* p.error(`docker: ${error.message}\n\n${usage}${error.sees ? 'See' : 'Run'} ${more}`);
    return 1;
  }
  const words = wordsOf(error, address);
  if (words === undefined) throw error;
  const runs = helpful.has(path);
  yield* p.error(runs ? `docker: ${words}\n\nRun '${path} --help' for more information\n` : `${words}\n`);
  return error instanceof ClientError ? (runs && error.exitCode === 1 ? 125 : error.exitCode) : runs ? 125 : 1;
}

function checkArguments({ args: [min, max] }: DockerVerb, path: string, count: number): void {
  const words = (n: number): string => `${n} argument${n === 1 ? '' : 's'}`;
  if (count >= min && count <= max) return;
  if (max === 0) throw new ArgumentError(`'${path}' accepts no arguments`, false);
  if (min === max) throw new ArgumentError(`'${path}' requires ${words(min)}`, false);
  if (max === Infinity) throw new ArgumentError(`'${path}' requires at least ${words(min)}`, true);
  if (min === 0) throw new ArgumentError(`'${path}' requires at most ${words(max)}`, false);
  throw new ArgumentError(`'${path}' requires at least ${min} and at most ${words(max)}`, false);
}

function* unknownCommand(p: Process, path: string, group: string | undefined): Task<number> {
  const usage = group === undefined ? '' : `Usage:  docker ${group} COMMAND\n\n`;
  yield* p.error(`docker: unknown command: ${path}\n\n${usage}Run 'docker ${group === undefined ? '' : `${group} `}--help' for more information\n`);
  return 1;
}

function* printed(p: Process, words: string): Task<number> {
  yield* p.print(words);
  return 0;
}
