/** CoreDNS: answers for the names of its cluster from what it watches, and asks others for the rest, as its Corefile says. */
import { encodeUtf8, type Door } from '../../../base/index.ts';
import { contentText, FileError, sliceContent } from '../../../files/index.ts';
import { askDns, NetError, parseAddress, type DnsAnswer, type DnsQuestion, type Process, type Program } from '../../../host/index.ts';
import { untilTerminated } from '../../processes/until-terminated.ts';
import { inCluster, type InCluster } from '../in-cluster.ts';
import { clusterAnswer, reverseAnswer, type ClusterZone } from './cluster-records.ts';
import { CorefileError, isInZone, parseCorefile, withoutDot, type Plugin, type ServerBlock } from './corefile.ts';

const reloadMs = 30_000;
const slicesSince = 19;
const aliasesMax = 7; // of one name, one after the other
const heldMax = 9984; // answers, as the real cache has it where its Corefile does not say
const core = (kind: string, plural: string) => ({ kind, plural, group: '' });
const slices = { kind: 'EndpointSlice', plural: 'endpointslices', group: 'discovery.k8s.io' };
const servfail: DnsAnswer = { status: 'SERVFAIL', records: [] };

export const coredns: Program = function* run(p) {
  const file = p.argv[p.argv.indexOf('-conf') + 1] ?? 'Corefile';
  const server = new Server(p, file);
  try {
    server.begin();
  } catch (error) {
    if (!(error instanceof CorefileError || error instanceof FileError || error instanceof NetError)) throw error;
    yield p.error(`${error instanceof FileError ? `open ${file}: no such file or directory` : error instanceof NetError ? `Listen: ${error.message}` : error.message}\n`);
    return 1;
  }
  yield p.print(`${server.blocks.map(({ zones, port }) => zones.map((zone) => `${zone}.:${port}\n`).join('')).join('')}CoreDNS-${versionOf(p)}\nlinux/amd64\n`);
  try {
    return yield* untilTerminated(p);
  } finally {
    server.end();
  }
};

function versionOf(p: Process): string {
  return /^version v?(\S+)$/m.exec(contentText(sliceContent(p.files.content(p.exe), 0, 128)))?.[1] ?? '1.0';
}

type Answer = (answer: DnsAnswer) => void;
type Held = { readonly answer: DnsAnswer; readonly untilMs: number };

class Server {
  private readonly process: Process;
  private readonly file: string;
  private text = '';
  blocks: readonly ServerBlock[] = [];
  private cluster: InCluster | undefined;
  private hasBeenReady = false;
  private cancelReload: () => void = () => {};
  private readonly held = new Map<string, Held>();

  constructor(process: Process, file: string) {
    this.process = process;
    this.file = file;
  }

  begin(): void {
    this.text = this.process.files.readText(this.file);
    this.blocks = parseCorefile(this.text, this.file);
    const plugins = this.blocks.flatMap((block) => block.plugins);
    if (plugins.some(({ name }) => name === 'kubernetes')) this.joinCluster();
    for (const port of new Set(this.blocks.map((block) => block.port))) {
      this.process.listen({ port, protocol: 'udp', dns: (question, answer, peer) => this.respond(port, question, answer, peer.address) });
    }
    const door = (plugin: string, port: number, answer: () => { readonly status: number; readonly text: string }) => {
      const found = plugins.find(({ name }) => name === plugin);
      if (found) this.process.listen({ port: Number(/:(\d+)$/.exec(found.args[0] ?? '')?.[1] ?? port), door: textDoor(answer) });
    };
    door('health', 8080, () => ({ status: 200, text: 'OK' }));
    door('ready', 8181, () => {
      this.hasBeenReady ||= !this.cluster || this.cluster.client.connected; // who has once been ready is asked no more
      return this.hasBeenReady ? { status: 200, text: 'OK' } : { status: 503, text: 'kubernetes' };
    });
    if (plugins.some(({ name }) => name === 'reload')) this.watchFile();
  }

  end(): void {
    this.cancelReload();
    this.cluster?.link.stop();
  }

  private joinCluster(): void {
    const cluster = inCluster(this.process, {
      component: 'coredns',
      lists: (release) => [core('Service', 'services'), release.atLeast(slicesSince) ? slices : core('Endpoints', 'endpoints'), core('Namespace', 'namespaces')],
      refused: (why) => this.say(`[ERROR] plugin/kubernetes: Failed to watch: ${why}`),
    });
    if (typeof cluster === 'string') throw new CorefileError(`plugin/kubernetes: ${cluster}`);
    this.cluster = cluster;
    cluster.link.start();
  }

  private watchFile(): void {
    const { clock } = this.process.host;
    this.cancelReload = clock.after(reloadMs, this.process.name, () => {
      this.watchFile();
      const { files } = this.process;
      const text = files.exists(this.file) ? files.readText(this.file) : this.text;
      if (text === this.text) return;
      this.text = text;
      this.say('[INFO] Reloading');
      try {
        this.blocks = parseCorefile(text, this.file);
        this.held.clear();
        this.say('[INFO] Reloading complete');
      } catch (error) {
        if (!(error instanceof CorefileError)) throw error;
        this.say(`[ERROR] Restart failed: ${error.message}`);
      }
    });
  }

  private say(line: string): void {
    this.process.fds.get(1)?.write(encodeUtf8(`${line}\n`));
  }

  private respond(port: number, asked: DnsQuestion, given: Answer, peer: string): void {
    const question = { ...asked, name: withoutDot(asked.name) };
    const fitting = this.blocks.filter((block) => block.port === port && block.zones.some((zone) => isInZone(question.name, zone)));
    const longest = (block: ServerBlock) => Math.max(...block.zones.filter((zone) => isInZone(question.name, zone)).map((zone) => zone.length));
    const [block] = fitting.toSorted((a, b) => longest(b) - longest(a));
    if (!block) return given({ status: 'REFUSED', records: [] });
    const plugin = (name: string) => block.plugins.find((each) => each.name === name);
    const answer: Answer = plugin('log') ? (found) => (this.say(`[INFO] ${peer} - "${question.type} IN ${question.name}. udp" ${found.status} ${found.records.length}`), given(found)) : given;
    const cache = plugin('cache');
    if (!cache) return this.look(block, question, answer);
    const key = `${question.type} ${question.name}`;
    const { clock } = this.process.host;
    const had = this.held.get(key);
    if (had && had.untilMs > clock.now) return answer(had.answer);
    this.look(block, question, (found) => {
      const lifeMs = cacheMs(cache, question.name, found);
      this.held.delete(key);
      if (lifeMs > 0) {
        if (this.held.size === heldMax) this.held.delete(this.held.keys().next().value!);
        this.held.set(key, { answer: found, untilMs: clock.now + lifeMs });
      }
      answer(found);
    });
  }

  /** What each plugin has to say of it, the first that knows. */
  private look(block: ServerBlock, question: DnsQuestion, answer: Answer, aliases = 0): void {
    const hosts = block.plugins.find(({ name }) => name === 'hosts');
    const known = hosts?.lines.find(([ip = '', ...names]) => parseAddress(ip) !== undefined && names.includes(question.name))?.[0];
    if (known !== undefined) return answer({ status: 'NOERROR', records: question.type === 'A' ? [{ name: question.name, type: 'A', ttlS: 3600, data: known }] : [] });
    for (const plugin of block.plugins) {
      const found = plugin.name === 'kubernetes' ? this.lookInCluster(plugin, question) : undefined;
      const [first] = found?.records ?? [];
      if (first?.type === 'CNAME' && question.type !== 'CNAME' && aliases < aliasesMax) {
        return this.look(block, { ...question, name: withoutDot(first.data) }, ({ records }) => answer({ status: 'NOERROR', records: [first, ...records] }), aliases + 1);
      }
      if (found) return answer(found);
    }
    this.forward(block, question, answer);
  }

  private lookInCluster({ args, lines }: Plugin, question: DnsQuestion): DnsAnswer | undefined {
    const zones = args.length > 0 ? args.map(withoutDot) : [''];
    const zone = zones.find((each) => isInZone(question.name, each));
    const { client } = this.cluster ?? {};
    if (zone === undefined || !client) return undefined;
    if (client.view.revision === 0) return servfail;
    const option = (name: string) => lines.find(([word]) => word === name);
    const pods = option('pods')?.[1];
    const at: ClusterZone = { view: client.view, zone: zones.find((each) => !each.endsWith('arpa')) ?? '', ttlS: Number(option('ttl')?.[1] ?? 5), pods: pods === 'insecure' || pods === 'verified' ? pods : 'disabled', slices: client.connected ? client.server.release.atLeast(slicesSince) : true };
    const found = zone.endsWith('arpa') ? reverseAnswer(at, question) : clusterAnswer(at, question);
    if (found && found.status !== 'NXDOMAIN') return found;
    const fallthrough = option('fallthrough');
    const falls = fallthrough !== undefined && (fallthrough.length === 1 || fallthrough.slice(1).some((each) => isInZone(question.name, withoutDot(each))));
    return falls ? undefined : { status: 'NXDOMAIN', records: [] };
  }

  private forward(block: ServerBlock, question: DnsQuestion, answer: Answer): void {
    const forward = block.plugins.find(({ name, args: [zone = '.'] }) => (name === 'forward' || name === 'proxy') && isInZone(question.name, withoutDot(zone)));
    if (!forward) return answer({ status: 'REFUSED', records: [] });
    const servers = forward.args.slice(1).flatMap((to) => (to.startsWith('/') ? this.serversIn(to) : [to.replace(/:\d+$/, '')]));
    const next = (at: number): void => {
      const server = servers[at];
      if (server === undefined) return answer(servfail);
      askDns(server, question).start(this.process, answer, () => next(at + 1));
    };
    next(0);
  }

  private serversIn(path: string): readonly string[] {
    const { files } = this.process;
    const lines = files.exists(path) ? files.readText(path).split('\n') : [];
    return lines.flatMap((line) => /^nameserver\s+(\S+)/.exec(line)?.[1] ?? []);
  }
}

/** For how long an answer is kept: `cache 30 { disable success cluster.local }`. */
function cacheMs({ args, lines }: Plugin, name: string, { status, records }: DnsAnswer): number {
  if (status === 'SERVFAIL' || status === 'REFUSED') return 0;
  const kind = records.length > 0 ? 'success' : 'denial';
  if (lines.some(([word, what, ...zones]) => word === 'disable' && what === kind && (zones.length === 0 || zones.some((zone) => isInZone(name, withoutDot(zone)))))) return 0;
  const longestS = Number(args[0] ?? 3600);
  const ttlS = records.length > 0 ? Math.min(...records.map((record) => record.ttlS)) : 30;
  return Math.min(longestS, ttlS) * 1000;
}

function textDoor(answer: () => { readonly status: number; readonly text: string }): Door {
  return {
    open(_request, call) {
      const { status, text } = answer();
      call.head(status, { 'content-type': 'text/plain; charset=utf-8', 'content-length': String(text.length) });
      call.write(encodeUtf8(text));
      call.end();
    },
  };
}
