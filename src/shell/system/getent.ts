/** getent and passwd: what the machine's files say of users, groups, hosts; and a password that nobody has. */
import { NetError, parseAddress, resolve, write } from '../../host/index.ts';
import { accountById, accountByName } from '../accounts.ts';
import { complain, print, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { GROUP, PASSWD } from './account-files.ts';

export const getent: Tool = {
  usage: '[OPTION...] database [key ...]',
  options: { flags: 'i', values: 's', long: { service: 's', 'no-idn': 'i' } },
  *run(call) {
    const { p, operands } = call;
    const [database = '', ...keys] = operands;
    const path = { passwd: PASSWD, group: GROUP, hosts: '/etc/hosts', shadow: '/etc/shadow', services: '/etc/services', protocols: '/etc/protocols' }[database];
    if (path === undefined) return yield* unknown(call, database);
    const text = tried(() => p.files.readText(path));
    const lines = 'error' in text ? [] : text.value.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    if (keys.length === 0) {
      yield* print(lines.map((line) => `${database === 'hosts' ? hostsLine(line) : line}\n`).join(''));
      return 0;
    }
    let code = 0;
    for (const key of keys) {
      const found = lines.find((line) => (database === 'hosts' ? line.split(/\s+/).includes(key) : line.split(':')[0] === key || line.split(':')[2] === key));
      if (found === undefined && database === 'hosts') code = (yield* asked(key)) || code;
      else if (found === undefined) code = 2;
      else yield* print(`${database === 'hosts' ? hostsLine(found) : found}\n`);
    }
    return code;
  },
};

/** By the name servers, after the file: as nsswitch.conf has it. */
function* asked(name: string): ToolRun {
  if (parseAddress(name) !== undefined) return 2;
  try {
    const addresses = yield* resolve(name);
    yield* print(addresses.map((address) => `${hostsLine(`${address} ${name}`)}\n`).join(''));
    return addresses.length > 0 ? 0 : 2;
  } catch (error) {
    if (error instanceof NetError) return 2;
    throw error;
  }
}

function* unknown(call: ToolCall, database: string): ToolRun {
  yield write(2, `Unknown database: ${database}\n`);
  yield write(1, `Try \`${call.name} --help' or \`${call.name} --usage' for more information.\n`);
  return 1;
}

function hostsLine(line: string): string {
  const [address = '', ...names] = line.trim().split(/\s+/);
  return `${address.padEnd(15)} ${names.join(' ')}`;
}

/** Nobody is asked for a password in this world, so there is none to change. */
export const passwd: Tool = {
  usage: '[options] [LOGIN]',
  options: { flags: 'q', long: { quiet: 'q' } },
  *run(call) {
    const { p, operands } = call;
    const name = operands[0] ?? accountById(p.files, p.realUid)?.name ?? '';
    if (!accountByName(p.files, name)) return yield* complain(call, `user '${name}' does not exist`);
    if (p.realUid !== 0 && operands.length > 0 && accountById(p.files, p.realUid)?.name !== name) return yield* complain(call, `You may not view or modify password information for ${name}.`);
    return yield* complain(call, 'Authentication token manipulation error\npasswd: password unchanged', 10);
  },
};

/** The shell of accounts that nobody may log in to. */
export const nologin: Tool = {
  usage: '[options]',
  options: { values: 'c', flags: 'il' },
  *run() {
    yield* print('This account is currently not available.\n');
    return 1;
  },
};
