/** kubectl create token: a token of a service account, for some time. */
import { parseDuration, type JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Verb } from '../command/verb.ts';
import { text } from '../objects/member.ts';
import { outputFlags, printerOf } from '../print/object-printer.ts';
import { StatusError } from '../wire/status-error.ts';
import { oneName } from './generate.ts';

/** The first client that binds tokens to nodes. */
const nodesSince = 31;

function demandBound(k: Invocation): void {
  const kinds = k.release.minor < nodesSince ? ['Pod', 'Secret'] : ['Node', 'Pod', 'Secret'];
  const kind = k.flags.text('bound-object-kind');
  if (kind === '') {
    for (const flag of ['bound-object-name', 'bound-object-uid']) if (k.flags.text(flag) !== '') throw new CommandError(`--${flag} can only be set if --bound-object-kind is provided`);
    return;
  }
  if (!kinds.includes(kind)) throw new CommandError(`supported --bound-object-kind values are ${kinds.join(', ')}`);
  if (k.flags.text('bound-object-name') === '') throw new CommandError('--bound-object-name is required if --bound-object-kind is provided');
}

export const generateToken: Verb = {
  name: 'token',
  summary: 'Request a service account token',
  usage: 'create token SERVICE_ACCOUNT_NAME',
  completes: 'none',
  since: 24,
  flags: [
    ...outputFlags(),
    { name: 'audience', type: 'array', usage: 'Whom the token is for.' },
    { name: 'bound-object-kind', type: 'string', usage: 'The kind of an object that the token ends with.' },
    { name: 'bound-object-name', type: 'string', usage: 'The name of that object.' },
    { name: 'bound-object-uid', type: 'string', usage: 'The UID of that object.' },
    { name: 'duration', type: 'duration', initial: '0s', usage: 'How long it should be good for.' },
  ],
  *run(k) {
    const name = oneName(k);
    const duration = parseDuration(k.flags.text('duration'));
    if ('milliseconds' in duration && duration.milliseconds < 0) throw new CommandError('--duration must be greater than or equal to 0');
    const seconds = 'milliseconds' in duration ? Math.floor(duration.milliseconds / 1000) : 0;
    const [audiences, kind] = [k.flags.list('audience'), k.flags.text('bound-object-kind')];
    demandBound(k);
    const bound = { apiVersion: 'v1', kind, name: k.flags.text('bound-object-name'), ...(k.flags.has('bound-object-uid') && { uid: k.flags.text('bound-object-uid') }) };
    const spec = { audiences: audiences.length > 0 ? audiences : null, boundObjectRef: kind === '' ? null : bound, expirationSeconds: seconds > 0 ? seconds : null };
    try {
      const answer = yield* k.client.json(`/api/v1/namespaces/${k.namespace}/serviceaccounts/${name}/token`, {
        method: 'POST',
        body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: {}, spec, status: { expirationTimestamp: null, token: '' } },
      });
      const printer = printerOf(k);
      yield* k.print(printer ? printer(answer as JsonObject, true) : `${text(answer, 'status', 'token')}${k.p.isTty(1) ? '\n' : ''}`);
    } catch (error) {
      throw error instanceof StatusError ? new CommandError(`failed to create token: ${error.message}`) : error;
    }
  },
};
