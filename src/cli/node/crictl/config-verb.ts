/** crictl config: the settings of /etc/crictl.yaml, read and written. */
import { parseYaml, printYaml, type Json } from '../../../base/index.ts';
import { errorCode } from '../../../host/index.ts';
import { CommandError } from '../../kubectl/command/errors.ts';
import { members, text } from '../../kubectl/objects/member.ts';
import { verbHelp, type NodeCall, type NodeVerb } from '../tool.ts';

/** With what each is when nobody has said anything. */
const settings: ReadonlyMap<string, string> = new Map(Object.entries({ 'runtime-endpoint': '', 'image-endpoint': '', timeout: '0', debug: 'false', 'pull-image-on-create': 'false', 'disable-pull-on-run': 'false' }));

function readSettings({ p, flags }: NodeCall): Record<string, string> {
  const path = flags.text('config');
  const parsed = p.files.exists(path) ? parseYaml(p.files.readText(path)) : { value: {} };
  if ('error' in parsed) throw new CommandError(`load config file: unmarshal YAML: ${parsed.error}`);
  return { ...Object.fromEntries(settings), ...Object.fromEntries(Object.entries(members(parsed.value ?? {})).map(([name, value]) => [name, text(value)])) };
}

/** Switches and seconds are no texts. */
function typed(name: string, value: string): Json {
  if (settings.get(name) === 'false') return value === 'true';
  return name === 'timeout' ? Number(value) : value;
}

function demand(name: string, value: string): void {
  if (!settings.has(name)) throw new CommandError(`no configuration option named ${JSON.stringify(name)}`);
  if (settings.get(name) === 'false' && !/^(?:true|false)$/.test(value)) throw new CommandError(`parse ${name} value '${value}': strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`);
  if (name === 'timeout' && !/^\d{1,9}$/.test(value)) throw new CommandError(`parse timeout value '${value}': strconv.Atoi: parsing ${JSON.stringify(value)}: invalid syntax`);
}

export const configVerb: NodeVerb = {
  name: 'config',
  summary: 'Get, set and list crictl configuration options',
  usage: 'config [command options] [<crictl options>]',
  flags: [
    { name: 'get', type: 'string', usage: 'Show the option value' },
    { name: 'set', type: 'list', usage: 'Set option (can specify multiple or separate values with commas: opt1=val1,opt2=val2)' },
    { name: 'list', type: 'bool', initial: 'false', usage: 'Show all option value' },
  ],
  *run(call) {
    const { p, flags } = call;
    const path = flags.text('config');
    if (flags.has('get')) {
      const value = settings.has(flags.text('get')) ? readSettings(call)[flags.text('get')] : undefined;
      if (value === undefined) throw new CommandError(`no configuration option named ${JSON.stringify(flags.text('get'))}`);
      return yield* p.print(`${value}\n`);
    }
    if (flags.bool('list')) {
      const rows = [['KEY', 'VALUE'], ...Object.entries(readSettings(call)).filter(([name]) => settings.has(name))];
      const width = Math.max(20, ...rows.map(([name]) => name!.length + 3));
      return yield* p.print(rows.map(([name, value]) => `${name!.padEnd(width)}${value}\n`).join(''));
    }
    const changes = flags.has('set') ? flags.list('set').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1), pair] as const) : call.args.length === 2 ? [[call.args[0]!, call.args[1]!, '='] as const] : [];
    if (changes.length === 0) return yield* p.print(verbHelp('crictl', configVerb));
    for (const [name, value, pair] of changes) {
      if (!pair.includes('=')) throw new CommandError(`incorrectly specified option: ${pair}`);
      demand(name, value);
    }
    const next: Record<string, string> = { ...readSettings(call), ...Object.fromEntries(changes.map(([name, value]) => [name, value])) };
    try {
      p.files.writeFile(path, printYaml(Object.fromEntries(Object.entries(next).map(([name, value]) => [name, typed(name, value)]))), { mode: 0o644 });
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      throw new CommandError(`open ${path}: ${errorCode(error) === 'EACCES' ? 'permission denied' : 'no such file or directory'}`);
    }
  },
};
