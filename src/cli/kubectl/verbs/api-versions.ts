/** kubectl api-versions. */
import { compareBytes } from '../../../base/index.ts';
import { NetError } from '../../../host/index.ts';
import { dialWords } from '../command/error-words.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { addressOf } from '../resources/validation.ts';
import type { Discovery } from '../wire/discovery.ts';

export const apiVersionsVerb: Verb = {
  name: 'api-versions',
  summary: 'Print the supported API versions on the server, in the form of "group/version"',
  usage: 'api-versions',
  group: 'Other Commands',
  completes: 'none',
  *run(k) {
    if (k.args.length > 0) throw k.usageError(`unexpected arguments: [${k.args.join(' ')}]`);
    const { groups } = yield* discoveredOr(k);
    const versions = groups.flatMap((group) => group.versions.map((version) => (group.name === '' ? version : `${group.name}/${version}`)));
    yield* k.print(versions.sort(compareBytes).map((version) => `${version}\n`).join(''));
  },
};

function* discoveredOr(k: Invocation): Task<Discovery> {
  try {
    return yield* k.discovery();
  } catch (error) {
    if (!(error instanceof NetError)) throw error;
    const why = dialWords(error, k.connection, yield* addressOf(k));
    throw new CommandError(`couldn't get available api versions from server: Get ${JSON.stringify(`${k.connection.url}/api?timeout=32s`)}: ${why}`);
  }
}
