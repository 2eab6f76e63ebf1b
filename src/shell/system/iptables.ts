/** iptables: the rules by which this machine's kernel lets packets in, out and through and sends them elsewhere: those written by hand, and those in the chains that kube-proxy and Docker keep. */
import { compareBytes } from '../../base/index.ts';
import { newChain, PacketRules, type NetNamespace, type PacketChain, type PacketRule, type PacketTable, type Process } from '../../host/index.ts';
import { complain, print, say, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { filterChains, natChains, type KeptChains, type KeptRule } from './iptables-kept.ts';
import { isRuleOption, parseRule, RuleError } from './iptables-rule.ts';
import { chainText, savedText, wordsText, type ChainShown } from './iptables-text.ts';

const VERSION = 'iptables v1.8.10 (nf_tables)';
const TABLES = ['filter', 'nat', 'mangle', 'raw'];
const builtIn: Readonly<Record<string, readonly string[]>> = { filter: ['INPUT', 'FORWARD', 'OUTPUT'], nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'], mangle: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'], raw: ['PREROUTING', 'OUTPUT'] };
const COMMANDS: Readonly<Record<string, string>> = {
  '--append': '-A', '--insert': '-I', '--delete': '-D', '--check': '-C', '--flush': '-F', '--policy': '-P', '--new-chain': '-N', '--delete-chain': '-X', '--zero': '-Z', '--list': '-L', '--list-rules': '-S', '--replace': '-R',
};
const HINT = "\nTry `iptables -h' or 'iptables --help' for more information.";

/** One call, taken apart. */
interface Asked {
  readonly command: string;
  readonly table: string;
  readonly chain: string | undefined;
  readonly words: readonly string[]; // of the rule
  readonly flags: ReadonlySet<string>;
}

export const iptables: Tool = {
  usage: '[-t table] {-A|-C|-D|-I} chain rule-specification | [-t table] {-L|-S|-F|-Z|-N|-X|-P} [chain] [options...]',
  usageCode: 2,
  options: { none: true },
  *run(call) {
    const { p } = call;
    const asked = takeApart(call.operands);
    if (typeof asked === 'string') return yield* refused(asked, 2);
    if (!TABLES.includes(asked.table)) return yield* refused(`table '${asked.table}' does not exist\nPerhaps iptables or your kernel needs to be upgraded.`, 3);
    if (!p.capable('NET_ADMIN', p.namespaces.net.owner)) return yield* refused('Could not fetch rule set generation id: Permission denied (you must be root)', 4);
    if (asked.command === '-L' || asked.command === '-S') return yield* show(call, asked);
    if (asked.table !== 'filter' && asked.table !== 'nat') return yield* refused(`nothing of this world looks at the table '${asked.table}'`, 3);
    try {
      const [words, code] = change(p, asked);
      return words === '' ? code : yield* say(2, `${words}\n`, code);
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      return yield* refused(`${error.message}${HINT}`, 2);
    }
  },
};

export const iptablesSave: Tool = {
  usage: '[-t table]',
  options: { values: 't', flags: 'c' },
  *run(call) {
    const { p, options } = call;
    if (!p.capable('NET_ADMIN', p.namespaces.net.owner)) return yield* say(2, `iptables-save v1.8.10 (nf_tables): Could not fetch rule set generation id: Permission denied (you must be root)\n`, 4);
    for (const table of ['filter', 'nat']) {
      const chains = shownChains(p.namespaces.net, table);
      const isEmpty = chains.every(({ name, rules }) => builtIn[table]!.includes(name) && rules.length === 0) && !p.namespaces.net.rules;
      if ((options.value('t') ?? table) === table && !isEmpty) yield* print(savedText(table, chains, p.host.wallMs));
    }
    return 0;
  },
};

function refused(words: string, code: number): ToolRun {
  return say(2, `${VERSION}: ${words}\n`, code);
}

function takeApart(operands: readonly string[]): Asked | string {
  let [command, table, chain]: (string | undefined)[] = [undefined, 'filter', undefined];
  const words: string[] = [];
  const flags = new Set<string>();
  const given = operands.flatMap((word) => (/^-[nvxwLSFZ]{2,}$/.test(word) ? [...word.slice(1)].sort((a, b) => compareBytes(b, a)).map((letter) => `-${letter}`) : [word])); // the command last: a chain follows it
  for (let i = 0; i < given.length; i++) {
    const word = given[i]!;
    const known = COMMANDS[word] ?? word;
    if (word === '-t' || word === '--table') table = given[++i] ?? '';
    else if (Object.values(COMMANDS).includes(known)) {
      if (command !== undefined) return `Cannot use ${known} with ${command}\n`;
      command = known;
      if (given[i + 1] !== undefined && !given[i + 1]!.startsWith('-') && given[i + 1] !== '!') chain = given[++i];
    } else if (/^-[nvxw]+$/.test(word)) for (const letter of word.slice(1)) flags.add(letter);
    else if (word === '--line-numbers') flags.add('l');
    else if (word === '--numeric' || word === '--verbose' || word === '-4') flags.add(word[2]!);
    else words.push(word);
  }
  const strange = words.find((word) => word.startsWith('--'));
  if (command === undefined) return `${strange === undefined || isRuleOption(strange) ? 'no command specified' : `unknown option "${strange}"`}${HINT}`;
  if ('-A-I-D-C-R-P-N'.includes(command) && chain === undefined) return `option "${command}" requires an argument${HINT}`;
  return { command, table: table!, chain, words, flags };
}

/** What it says, and its exit code. */
function change(p: Process, { command, table, chain: name, words }: Asked): readonly [string, number] {
  const space = p.namespaces.net;
  const rules = (space.rules ??= new PacketRules());
  space.stack.network.isRuled = true;
  const tables: PacketTable = table === 'filter' ? rules.filter : rules.nat;
  const kept = keptOf(space, table);
  const missing = ['iptables: No chain/target/match by that name.', 1] as const;
  if (command === '-F' || command === '-Z' || command === '-X') return clear(tables, kept, command, name, missing);
  if (command === '-N') {
    if (tables.has(name!) || kept.has(name!)) return ['iptables: Chain already exists.', 1];
    tables.set(name!, newChain());
    return ['', 0];
  }
  const chain = tables.get(name!);
  if (!chain) return kept.has(name!) ? [`${VERSION}: the chain ${name!} is kept by kube-proxy or Docker, who would write it anew`, 1] : missing;
  if (command === '-P') {
    if (chain.policy === undefined) return ['iptables: Bad built-in chain name.', 1];
    if (words[0] !== 'ACCEPT' && words[0] !== 'DROP') return ["iptables: Bad policy name. Run `dmesg' for more information.", 1];
    chain.policy = words[0];
    return changed(space);
  }
  const at = /^\d+$/.test(words[0] ?? '') && command !== '-A' ? Number(words[0]) : undefined;
  const between = kept.get(name!)?.length ?? 0;
  if (command === '-D' && at !== undefined) return removeAt(chain, at, between) ?? changed(space);
  const rule = parseRule(at === undefined ? words : words.slice(1));
  const wrong = misplaced(tables, kept, name!, table, rule, command === '-A' ? 'APPEND' : 'INSERT');
  if (wrong) return wrong;
  if (command === '-D' || command === '-C') {
    const list = [chain.first, chain.last].find((part) => part.some((one) => one.words === rule.words));
    if (!list) return ['iptables: Bad rule (does a matching rule exist in that chain?).', 1];
    if (command === '-C') return ['', 0];
    list.splice(list.findIndex((one) => one.words === rule.words), 1);
  } else if (command === '-A') chain.last.push(rule);
  else {
    const place = (at ?? 1) - 1;
    if (place > chain.first.length + between + chain.last.length) return ['iptables: Index of insertion too big.', 1];
    if (place <= chain.first.length) chain.first.splice(place, 0, rule);
    else chain.last.splice(Math.max(0, place - chain.first.length - between), 0, rule);
    if (command === '-R') return removeAt(chain, place + 2, between) ?? changed(space);
  }
  return changed(space);
}

/** Connections under way look for their way again. */
function changed(space: NetNamespace): readonly [string, number] {
  space.stack.network.retryWaiting();
  return ['', 0];
}

function removeAt(chain: PacketChain, number: number, between: number): readonly [string, number] | undefined {
  const place = number - 1;
  if (place >= 0 && place < chain.first.length) chain.first.splice(place, 1);
  else if (place >= chain.first.length && place < chain.first.length + between) return [`${VERSION}: this rule is kept by kube-proxy or Docker, who would write it anew`, 1];
  else if (place - chain.first.length - between >= chain.last.length || place < 0) return ['iptables: Index of deletion too big.', 1];
  else chain.last.splice(place - chain.first.length - between, 1);
  return undefined;
}

const OWN_CHAINS: Readonly<Record<string, readonly string[]>> = { DNAT: ['PREROUTING', 'OUTPUT'], REDIRECT: ['PREROUTING', 'OUTPUT'], MASQUERADE: ['POSTROUTING'], SNAT: ['POSTROUTING', 'INPUT'] };

/** Targets that the table or the chain does not have. */
function misplaced(tables: PacketTable, kept: KeptChains, chain: string, table: string, { target }: PacketRule, act: string): readonly [string, number] | undefined {
  const isBuiltIn = builtIn[table]!.includes(chain);
  const plain = ['ACCEPT', 'DROP', 'RETURN', 'LOG', ''].includes(target);
  const own = OWN_CHAINS[target];
  const fits = plain || (table === 'filter' ? target === 'REJECT' : own !== undefined && (!isBuiltIn || own.includes(chain)));
  if (fits) return undefined;
  if (tables.has(target) && !builtIn[table]!.includes(target)) return leadsTo(tables, target, chain) ? [`${VERSION}:  RULE_${act} failed (Too many levels of symbolic links): rule in chain ${chain}`, 4] : undefined;
  if (own || target === 'REJECT') return [`${VERSION}:  RULE_${act} failed (Invalid argument): rule in chain ${chain}`, 4];
  return [kept.has(target) ? `${VERSION}: the chain ${target} is kept by kube-proxy or Docker` : `${VERSION}: Chain '${target}' does not exist${HINT}`, 2];
}

/** Whether a packet that goes into one chain can come into the other: a circle is refused. */
function leadsTo(tables: PacketTable, from: string, to: string): boolean {
  const met = new Set([from]);
  for (const name of met) for (const { target } of [...tables.get(name)!.first, ...tables.get(name)!.last]) if (tables.has(target)) met.add(target);
  return met.has(to);
}

function clear(tables: PacketTable, kept: KeptChains, command: string, name: string | undefined, missing: readonly [string, number]): readonly [string, number] {
  if (name !== undefined && !tables.has(name)) return kept.has(name) && command !== '-X' ? ['', 0] : missing;
  for (const [own, chain] of [...tables]) {
    if (name !== undefined && own !== name) continue;
    const all = [...chain.first, ...chain.last];
    if (command === '-F') [chain.first, chain.last].forEach((list) => list.splice(0));
    else if (command === '-Z') for (const rule of all) [rule.packets, rule.bytes] = [0, 0];
    else if (chain.policy === undefined) {
      const isUsed = [...tables.values()].some(({ first, last }) => [...first, ...last].some((rule) => rule.target === own));
      if (all.length > 0 || isUsed) return [`${VERSION}:  CHAIN_DEL failed (Device or resource busy): chain ${own}`, 4];
      tables.delete(own);
    }
  }
  return ['', 0];
}

function keptOf({ nat }: NetNamespace, table: string): KeptChains {
  return table === 'filter' ? filterChains(nat.all) : table === 'nat' ? natChains(nat.all) : new Map<string, KeptRule[]>();
}

function shownChains(space: NetNamespace, table: string): readonly ChainShown[] {
  const kept = keptOf(space, table);
  const own: PacketTable = (table === 'filter' ? space.rules?.filter : table === 'nat' ? space.rules?.nat : undefined) ?? new Map<string, PacketChain>();
  const names = [...new Set([...builtIn[table]!, ...own.keys(), ...kept.keys()])];
  return names.map((name) => {
    const chain = own.get(name);
    return { name, policy: chain?.policy ?? (builtIn[table]!.includes(name) ? 'ACCEPT' : undefined), rules: [...(chain?.first ?? []), ...(kept.get(name) ?? []), ...(chain?.last ?? [])] };
  });
}

function* show(call: ToolCall, { command, table, chain, flags }: Asked): ToolRun {
  const chains = shownChains(call.p.namespaces.net, table);
  const shown = chain === undefined ? chains : chains.filter(({ name }) => name === chain);
  if (shown.length === 0) return yield* complain(call, 'No chain/target/match by that name.');
  yield* print(command === '-S' ? wordsText(shown) : shown.map((one) => chainText(one, chains, flags)).join('\n'));
  return 0;
}
