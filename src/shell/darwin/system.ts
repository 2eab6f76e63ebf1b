/** uname, arch, sw_vers and sysctl as a Mac has them: another kernel, under another system. */
import type { HostFacts } from '../../host/index.ts';
import { complain, print, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

const XNU = 'Tue Apr 22 19:54:26 PDT 2025; root:xnu-11417.121.6~2/RELEASE';

function version({ kernelRelease, architecture }: HostFacts): string {
  return `Darwin Kernel Version ${kernelRelease}: ${XNU}_${machine(architecture).toUpperCase()}`;
}

function machine(architecture: HostFacts['architecture']): string {
  return architecture === 'amd64' ? 'x86_64' : 'arm64';
}

export const uname: Tool = {
  usage: '[-amnoprsv]',
  options: { flags: 'amnoprsv' },
  *run({ p, options }) {
    const { facts } = p.host;
    const parts: readonly (readonly [string, string])[] = [
      ['s', facts.kernel],
      ['n', p.namespaces.uts.hostname],
      ['r', facts.kernelRelease],
      ['v', version(facts)],
      ['m', machine(facts.architecture)],
      ['p', facts.architecture === 'amd64' ? 'i386' : 'arm'],
      ['o', facts.kernel],
    ];
    const any = options.has('a') || parts.some(([letter]) => options.has(letter));
    const shown = parts.filter(([letter]) => options.has(letter) || (options.has('a') && !'po'.includes(letter)) || (!any && letter === 's'));
    yield* print(`${shown.map(([, text]) => text).join(' ')}\n`);
    return 0;
  },
};

export const arch: Tool = {
  usage: '',
  *run({ p }) {
    yield* print(p.host.facts.architecture === 'amd64' ? 'i386\n' : 'arm64\n');
    return 0;
  },
};

/** What the system says of itself, as a pretty name holds it: "macOS 15.5 (24F74)". */
export const swVers: Tool = {
  usage: '[--help|--productName|--productVersion|--buildVersion]',
  options: { long: { productName: 'n', productVersion: 'v', buildVersion: 'b' } },
  *run({ p, options }) {
    const [, name = '', number = '', build = ''] = /^(\S+) (\S+) \((\S+)\)$/.exec(p.host.facts.osImage) ?? [];
    const rows = [['n', 'ProductName', name], ['v', 'ProductVersion', number], ['b', 'BuildVersion', build]] as const;
    const asked = rows.filter(([letter]) => options.has(letter));
    yield* print(asked.length > 0 ? asked.map(([, , value]) => `${value}\n`).join('') : rows.map(([, title, value]) => `${title}:\t\t${value}\n`).join(''));
    return 0;
  },
};

export const sysctl: Tool = {
  usage: '[-n] name ... | -a',
  options: { flags: 'adehiNnoqxw' },
  *run(call) {
    const all = variables(call);
    const { options, operands } = call;
    let code = 0;
    for (const name of options.has('a') ? Object.keys(all) : operands) code = (yield* show(call, all, name)) || code;
    return code;
  },
};

function* show(call: ToolCall, all: Readonly<Record<string, string>>, name: string): ToolRun {
  if (name.includes('=')) return yield* complain(call, `${name.slice(0, name.indexOf('='))}: Operation not permitted`);
  const value = Object.hasOwn(all, name) ? all[name] : undefined;
  if (value === undefined) return yield* complain(call, `unknown oid '${name}'`);
  yield* print(call.options.has('n') ? `${value}\n` : `${name}: ${value}\n`);
  return 0;
}

function variables({ p }: ToolCall): Readonly<Record<string, string>> {
  const { facts } = p.host;
  return {
    'hw.activecpu': String(facts.cores),
    'hw.logicalcpu': String(facts.cores),
    'hw.machine': machine(facts.architecture),
    'hw.memsize': String(facts.memoryBytes),
    'hw.ncpu': String(facts.cores),
    'kern.hostname': p.namespaces.uts.hostname,
    'kern.hv_support': '1',
    'kern.osrelease': facts.kernelRelease,
    'kern.ostype': facts.kernel,
    'kern.version': version(facts),
  };
}
