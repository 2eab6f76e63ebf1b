/** kubeadm token: create, list, delete, generate. */
import { formatTable, publicKeyPin, type TableStyle } from '../../../base/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import type { FlagSpec } from '../../kubectl/command/flag.ts';
import type { NodeVerb } from '../tool.ts';
import { adminConf, fileText, serverOfAdmin } from './cluster-call.ts';
import { outputFlags, printerFor } from './output.ts';
import { createToken, deleteToken, lifeOf, listTokens, newToken } from './tokens.ts';

const kubeconfig: FlagSpec = { name: 'kubeconfig', type: 'string', initial: adminConf, usage: 'The kubeconfig file to use when talking to the cluster.' };
const tokenTable: TableStyle = { minWidth: 10, padding: 3 };

export const createVerb: NodeVerb = {
  name: 'token create',
  summary: 'Create bootstrap tokens on the server',
  usage: 'token create [token]',
  flags: [
    kubeconfig,
    { name: 'ttl', type: 'string', initial: '24h0m0s', usage: 'How long until the token is deleted. 0 keeps it for ever.' },
    { name: 'description', type: 'string', usage: 'A description of how this token is used.' },
    { name: 'usages', type: 'list', initial: 'signing,authentication', usage: 'What the token may be used for.' },
    { name: 'groups', type: 'list', initial: 'system:bootstrappers:kubeadm:default-node-token', usage: 'Further groups of whoever shows the token.' },
    { name: 'print-join-command', type: 'bool', initial: 'false', usage: 'Print the whole command that a node joins with.' },
  ],
  *run({ p, flags, args }) {
    const server = serverOfAdmin(p, flags.text('kubeconfig'));
    const token = args[0] ?? newToken(p);
    yield* createToken(p, server, { token, ttl: flags.text('ttl') === '0' ? '0s' : flags.text('ttl'), description: flags.text('description'), usages: flags.list('usages'), groups: flags.list('groups') });
    if (!flags.bool('print-join-command')) {
      yield* p.print(`${token}\n`);
      return;
    }
    const pin = publicKeyPin(fileText(p, '/etc/kubernetes/pki/ca.crt'));
    if (pin === undefined) throw new CommandError('failed to load CA certificate referenced by kubeconfig');
    yield* p.print(`kubeadm join ${server.address}:${server.port} --token ${token} --discovery-token-ca-cert-hash ${pin} \n`);
  },
};

export const listVerb: NodeVerb = {
  name: 'token list',
  summary: 'List bootstrap tokens on the server',
  usage: 'token list',
  flags: [kubeconfig, ...outputFlags],
  *run(call) {
    const { p, flags } = call;
    const printer = printerFor(call, 'BootstrapToken');
    const rows = yield* listTokens(p, serverOfAdmin(p, flags.text('kubeconfig')));
    if (rows.length === 0) return;
    if (printer) return yield* p.print(rows.map(({ token, description, expires, usages, groups }) => printer({ token, ...(description && { description }), ...(expires && { expires }), ...(usages.length > 0 && { usages }), ...(groups && { groups: groups.split(',') }) })).join(''));
    const head = ['TOKEN', 'TTL', 'EXPIRES', 'USAGES', 'DESCRIPTION', 'EXTRA GROUPS'];
    const cells = rows.map((r) => [r.token, lifeOf(p, r.expires), r.expires || '<never>', r.usages.join(',') || '<none>', r.description || '<none>', r.groups || '<none>']);
    yield* p.print(formatTable(tokenTable, [head, ...cells]));
  },
};

export const deleteVerb: NodeVerb = {
  name: 'token delete',
  summary: 'Delete bootstrap tokens on the server',
  usage: 'token delete [token-value] ...',
  flags: [kubeconfig],
  *run({ p, flags, args }) {
    if (args.length === 0) throw new CommandError('missing subcommand; \'token delete\' is missing token of form "\\\\A([a-z0-9]{6})\\\\z"');
    for (const word of args) {
      yield* deleteToken(p, serverOfAdmin(p, flags.text('kubeconfig')), word);
      yield* p.print(`bootstrap token "${word.split('.')[0]}" deleted\n`);
    }
  },
};

export const generateVerb: NodeVerb = {
  name: 'token generate',
  summary: 'Generate and print a bootstrap token, but do not create it on the server',
  usage: 'token generate',
  *run({ p }) {
    yield* p.print(`${newToken(p)}\n`);
  },
};
