/** kubectl version. */
import { printJson, printYaml, type Json } from '../../../base/index.ts';
import { versionOf, versionText } from '../command/client-release.ts';
import { CommandError } from '../command/errors.ts';
import type { Verb } from '../command/verb.ts';
import { text } from '../objects/member.ts';

const SKEW_MAX = 1;
/** The first release that prints the numbers alone, and the first that tells of a skew. */
const SHORT_SINCE = 28;
const WARNS_OF_SKEW_SINCE = 25;

/** The first client that minds what is typed behind it. */
const REFUSES_MORE_SINCE = 24;

export const versionVerb: Verb = {
  name: 'version',
  summary: 'Print the client and server version information',
  usage: 'version [flags]',
  group: 'Other Commands',
  completes: 'none',
  flags: [
    { name: 'client', type: 'bool', initial: 'false', usage: 'Only the client.' },
    { name: 'short', type: 'bool', initial: 'false', usage: 'Only the numbers.', until: SHORT_SINCE },
    { name: 'output', short: 'o', type: 'string', usage: "'yaml' or 'json'." },
  ],
  *run(k) {
    if (k.args.length > 0 && k.release.minor >= REFUSES_MORE_SINCE) throw new CommandError(`extra arguments: [${k.args.join(' ')}]`);
    const output = k.flags.text('output');
    if (!['', 'yaml', 'json'].includes(output)) throw new CommandError("--output must be 'yaml' or 'json'");
    const { minor, gitVersion, kustomizeVersion } = k.release;
    const clientVersion = versionOf(k.release);
    let serverVersion: Json | undefined;
    let failure: unknown;
    if (!k.flags.bool('client')) {
      try {
        serverVersion = yield* k.client.get('/version', [['timeout', '32s']]);
      } catch (error) {
        failure = error;
      }
    }
    const all = { clientVersion, ...(kustomizeVersion !== '' && { kustomizeVersion }), ...(serverVersion !== undefined && { serverVersion }) };
    if (output === 'json') yield* k.print(`${printJson(all, { indent: '  ' })}\n`);
    else if (output === 'yaml') yield* k.print(`${printYaml(all)}\n`);
    else if (minor < SHORT_SINCE && !k.flags.bool('short')) {
      yield* k.print(`Client Version: ${versionText(clientVersion, minor)}\n`);
      if (serverVersion !== undefined) yield* k.print(`Server Version: ${versionText(serverVersion, minor)}\n`);
    } else {
      yield* k.print(`Client Version: ${gitVersion}\n${kustomizeVersion === '' ? '' : `Kustomize Version: ${kustomizeVersion}\n`}`);
      if (serverVersion !== undefined) yield* k.print(`Server Version: ${text(serverVersion, 'gitVersion')}\n`);
    }
    if (failure !== undefined) throw failure;
    const server = Number(/^\d+/.exec(text(serverVersion, 'minor'))?.[0] ?? minor);
    if (serverVersion !== undefined && minor >= WARNS_OF_SKEW_SINCE && Math.abs(server - minor) > SKEW_MAX) {
      const [mine, its] = [`${clientVersion.major}.${minor}`, `${text(serverVersion, 'major')}.${server}`];
      yield* k.warn(`WARNING: version difference between client (${mine}) and server (${its}) exceeds the supported minor version skew of +/-1\n`);
    }
  },
};
