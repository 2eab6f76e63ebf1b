/** What a command line says of environment variables, and a container changed by it. */
import type { Json, JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import { demandEnvName } from '../kinds/typed-values.ts';
import { list, text } from '../objects/member.ts';
import { pathName, type Info } from '../resources/info.ts';

export interface EnvSettings {
  readonly set: readonly JsonObject[]; // variables, as containers have them
  readonly removed: readonly string[];
}

/** The first client that takes every name which a server takes, and says of a wrong one what is. */
const NAMED_SINCE = 21;

/** KEY=VALUE, KEY-, and `-` for lines of `input`. */
export function envSettings(words: readonly string[], input: string, minor: number): EnvSettings {
  if (minor < NAMED_SINCE && words.some((word) => !/^\w+=/.test(word) && !word.endsWith('-'))) throw new CommandError('environment variables must be of the form key=value and can only contain letters, numbers, and underscores');
  const pairs = words.flatMap((word) => (word === '-' ? input.split('\n').filter((line) => line !== '') : [word]));
  const set: JsonObject[] = [];
  const removed: string[] = [];
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at >= 0) {
      const name = pair.slice(0, at);
      if (minor >= NAMED_SINCE) demandEnvName(name);
      if (!set.some((known) => known.name === name)) set.push({ name, value: pair.slice(at + 1) });
    } else if (pair.endsWith('-')) removed.push(pair.slice(0, -1));
    else throw new CommandError(`unknown environment variable: ${pair}`);
  }
  if (set.some(({ name }) => removed.includes(text(name)))) throw new CommandError('can not both modify and remove the same environment variable in the same command');
  return { set, removed };
}

export type ContainerChange = (container: JsonObject, info: Info) => JsonObject;

/** `kept`: whose values are not to be overwritten. */
export function withVariables(container: JsonObject, { set, removed }: EnvSettings, kept: Info | undefined): JsonObject {
  let env: readonly Json[] = list(container, 'env');
  for (const variable of set) {
    const index = env.findIndex((known) => text(known, 'name') === variable.name);
    if (index >= 0 && kept) {
      throw new CommandError(`${pathName(kept)} '${text(variable.name)}' already has a value (${text(env[index], 'value')}), and --overwrite is false`);
    }
    env = index < 0 ? [...env, variable] : env.with(index, variable);
  }
  env = env.filter((variable) => !removed.includes(text(variable, 'name')));
  const { env: _, ...rest } = container;
  return env.length === 0 ? rest : { ...rest, env: [...env] };
}
