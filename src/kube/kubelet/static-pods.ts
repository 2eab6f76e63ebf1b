/**
 * Pods of manifests on the node itself: they run without an API server, and once there is one it shows their mirror. A file
 * that changes is another pod.
 */
import { canonicalJson, isJsonObject, md5Hex, parseYamlDocuments } from '../../base/index.ts';
import type { Cancel } from '../../sim/index.ts';
import { errorCode, type Host } from '../../host/index.ts';
import { clusterCode } from '../cluster-code.ts';
import { ApiUnreachable } from '../client/api-client.ts';
import type { Node } from '../kinds/node/node.ts';
import { podKind } from '../kinds/pod/kind.ts';
import { mirrorAnnotation } from '../kinds/pod/mirror.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import { ApiStatus } from '../meta/api-status.ts';
import type { NewObject } from '../meta/object.ts';
import type { Kubelet } from './kubelet.ts';
import { actor, type KubeletContext } from './kubelet-context.ts';

const hashAnnotation = 'kubernetes.io/config.hash';
const sourceAnnotation = 'kubernetes.io/config.source';
const seenAnnotation = 'kubernetes.io/config.seen';
/** How often the directory is looked at although nobody has told of a change. */
const scanMs = 20_000;

/** Whether the pod needs more than the plain parts of the kubelet and of the API's rules, which alone are there from the start. */
function isDemanding({ spec }: Pod): boolean {
  if (spec.affinity || spec.topologySpreadConstraints || spec.volumes?.some(({ hostPath, emptyDir }) => !hostPath && !emptyDir)) return true;
  return [...spec.containers, ...(spec.initContainers ?? [])].some(({ env, envFrom }) => env !== undefined || envFrom !== undefined);
}

export class StaticPods {
  private readonly kubelet: Kubelet;
  private readonly context: KubeletContext;
  private readonly host: Host;
  private readonly dir: string;
  private readonly pods = new Map<string, Pod>(); // by key
  private cancel: Cancel = () => {};
  private cancelWatch: Cancel = () => {};
  private cancelNotice: Cancel = () => {};
  private cancelNoticed: Cancel | undefined;
  private listing = '';

  constructor(kubelet: Kubelet, host: Host, dir: string) {
    this.kubelet = kubelet;
    this.context = kubelet.context;
    this.host = host;
    this.dir = dir;
  }

  start(): void {
    if (this.dir === '') return;
    this.notice();
    this.cancelNotice = this.host.disk.watch(({ path, to }) => {
      if (this.isBelow(path) || (to !== undefined && this.isBelow(to))) this.notice();
    });
    this.cancelWatch = this.context.client.view.subscribe({ table: 'pods', index: 'node', value: this.context.nodeName }, (key) => {
      if (this.pods.has(key)) this.context.clock.after(this.context.latencyMs(), actor, () => this.mirror(key));
    });
  }

  stop(): void {
    this.cancel();
    this.cancelWatch();
    this.cancelNotice();
    this.cancelNoticed?.();
    this.cancelNoticed = undefined;
  }

  /** The API is shown what runs here, as far as it can be reached and does not know. */
  mirrorAll(): void {
    for (const key of this.pods.keys()) this.mirror(key);
  }

  private isBelow(path: string): boolean {
    return path.startsWith(this.dir) || `/${path}`.startsWith(this.dir);
  }

  /** The kernel tells of a write below the directory: it is looked at in an event of its own. */
  private notice(): void {
    this.cancelNoticed ??= this.context.clock.after(0, actor, () => {
      this.cancelNoticed = undefined;
      this.cancel();
      this.scan();
    });
  }

  private scan(): void {
    const listing = this.list();
    const found = listing === this.listing ? undefined : this.read();
    if (found?.some(isDemanding)) clusterCode.get();
    this.cancel = this.context.clock.after(scanMs, actor, () => this.scan());
    if (found === undefined) return this.mirrorAll(); // those that the API could not take before
    this.listing = listing;
    this.replace(new Map(found.map((pod) => [`pods/${pod.metadata.namespace}/${pod.metadata.name}`, pod])));
  }

  private replace(found: ReadonlyMap<string, Pod>): void {
    for (const [key, pod] of this.pods) {
      if (found.get(key)?.metadata.uid === pod.metadata.uid) continue;
      this.pods.delete(key);
      this.kubelet.removeStatic(key);
      this.removeMirror(key);
    }
    for (const [key, pod] of found) {
      if (this.pods.has(key)) continue;
      this.pods.set(key, pod);
      this.kubelet.addStatic(key, pod);
      this.mirror(key);
    }
  }

  /** Names, sizes and times: what tells that nothing has changed. */
  private list(): string {
    const { files } = this.host;
    if (!files.exists(this.dir)) return '';
    return files.readdir(this.dir).map((name) => `${name} ${files.stat(`${this.dir}/${name}`).mtimeMs} ${files.stat(`${this.dir}/${name}`).size}`).join('\n');
  }

  private read(): Pod[] {
    const { files } = this.host;
    if (!files.exists(this.dir)) return [];
    const pods: Pod[] = [];
    for (const name of files.readdir(this.dir)) {
      if (!/\.(?:ya?ml|json)$/.test(name)) continue;
      try {
        pods.push(...this.parse(files.readText(`${this.dir}/${name}`)));
      } catch (error) {
        if (errorCode(error) === undefined) throw error; // a file that went meanwhile is no defect
      }
    }
    return pods;
  }

  private parse(text: string): Pod[] {
    const pods: Pod[] = [];
    for (const document of parseYamlDocuments(text)) {
      if ('error' in document || !isJsonObject(document.value)) continue;
      const given = document.value as unknown as NewObject<Pod>;
      if (!Array.isArray(given.spec?.containers) || !given.metadata?.name) continue;
      pods.push(this.podOf(given));
    }
    return pods;
  }

  /** As it runs: named for the node, placed on it, with the fields that the API would have filled in. */
  private podOf(given: NewObject<Pod>): Pod {
    const { context } = this;
    const hash = md5Hex(`${context.nodeName}\n${canonicalJson(given)}`);
    const view = { release: context.release, get: () => undefined, now: () => context.now() };
    const whole = podKind.defaults!({ ...given, spec: { ...given.spec, nodeName: context.nodeName } }, view);
    const namespace = given.metadata.namespace ?? 'default';
    const annotations = { ...given.metadata.annotations, [hashAnnotation]: hash, [seenAnnotation]: context.now(), [sourceAnnotation]: 'file' };
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        ...given.metadata,
        name: `${given.metadata.name}-${context.nodeName}`,
        namespace,
        uid: hash,
        resourceVersion: '',
        creationTimestamp: context.now(),
        annotations,
      },
      spec: { ...whole.spec, tolerations: [{ operator: 'Exists', effect: 'NoExecute' }, ...(whole.spec.tolerations ?? [])] },
      status: { phase: 'Pending' },
    };
  }

  private mirror(key: string): void {
    const { client } = this.context;
    const pod = this.pods.get(key);
    if (!pod || !client.connected) return;
    const hash = pod.metadata.annotations![hashAnnotation]!;
    const old = client.view.get(key) as Pod | undefined;
    if (old && old.metadata.annotations?.[mirrorAnnotation] === hash && old.metadata.deletionTimestamp === undefined) return;
    try {
      if (old) client.delete(old, { gracePeriodSeconds: 0 });
      const node = client.view.get(`nodes/${this.context.nodeName}`) as Node | undefined;
      if (!node) return;
      const { uid: _, resourceVersion: __, creationTimestamp: ___, ...meta } = pod.metadata;
      const owner = { apiVersion: 'v1', kind: 'Node', name: node.metadata.name, uid: node.metadata.uid, controller: true };
      const trace = this.context.record('create', 'kubelet-mirrors-pod', { pod: pod.metadata.name }, []);
      client.create<Pod>(
        { apiVersion: 'v1', kind: 'Pod', metadata: { ...meta, annotations: { ...meta.annotations, [mirrorAnnotation]: hash }, ownerReferences: [owner] }, spec: pod.spec },
        { trace },
      );
      this.kubelet.statuses.again(pod.metadata.uid);
    } catch (error) {
      if (!(error instanceof ApiStatus) && !(error instanceof ApiUnreachable)) throw error;
    }
  }

  private removeMirror(key: string): void {
    const { client } = this.context;
    const mirror = client.connected ? (client.view.get(key) as Pod | undefined) : undefined;
    if (mirror?.metadata.annotations?.[mirrorAnnotation] === undefined) return;
    try {
      client.delete(mirror, { gracePeriodSeconds: 0 });
    } catch (error) {
      if (!(error instanceof ApiStatus) && !(error instanceof ApiUnreachable)) throw error;
    }
  }
}

