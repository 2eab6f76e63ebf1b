/** One command line being run: what it said, where it prints, and the cluster that it speaks with, found when first needed. */
import type { Process, SystemCall } from '../../../host/index.ts';
import { encodeUtf8, klogHead } from '../../../base/index.ts';
import { loadKubeconfig, type Kubeconfig } from '../config/kubeconfig.ts';
import { connectionOf, type Connection } from '../config/connection.ts';
import { ApiClient } from '../wire/api-client.ts';
import { discover, type Discovery } from '../wire/discovery.ts';
import { OpenApi } from '../wire/openapi.ts';
import type { ClientRelease } from './client-release.ts';
import { CommandError, UsageError } from './errors.ts';
import type { Flags } from './flag.ts';
import type { Task } from './task.ts';
import { isKnown, type Verb } from './verb.ts';

/** The clients that tell of it when none of the files that $KUBECONFIG names is there. */
const MISSING_TOLD = { since: 20, until: 31 };

export class Invocation {
  readonly p: Process;
  readonly release: ClientRelease;
  readonly verb: Verb;
  readonly path: string; // "kubectl rollout status"
  readonly flags: Flags;
  readonly args: readonly string[];
  readonly dashAt: number;
  private kubeconfigRead: Kubeconfig | undefined;
  private connectionMade: Connection | undefined;
  private clientMade: ApiClient | undefined;
  private openApiRead: OpenApi | undefined;
  private discovered: Discovery | undefined;
  /** It is asking what types there are: a failure then is logged as the real client logs it. */
  isDiscovering = false;

  constructor(p: Process, release: ClientRelease, verb: Verb, path: string, line: { flags: Flags; args: readonly string[]; dashAt: number }) {
    this.p = p;
    this.release = release;
    this.verb = verb;
    this.path = path;
    this.flags = line.flags;
    this.args = line.args;
    this.dashAt = line.dashAt;
  }

  print(text: string): SystemCall<void> {
    return this.p.print(text);
  }

  warn(text: string): SystemCall<void> {
    return this.p.error(text);
  }

  /** Milliseconds since 1970, as the machine that it runs on believes. */
  get nowMs(): number {
    return this.p.host.wallMs;
  }

  get kubeconfig(): Kubeconfig {
    return (this.kubeconfigRead ??= this.readKubeconfig());
  }

  private readKubeconfig(): Kubeconfig {
    const read = loadKubeconfig(this.p, this.flags.text('kubeconfig'));
    const isNamed = this.p.env.get('KUBECONFIG') && this.flags.text('kubeconfig') === '';
    if (isNamed && isKnown(MISSING_TOLD, this.release.minor) && !read.files.some((file) => this.p.files.exists(file))) {
      this.p.fds.get(2)?.write(encodeUtf8(`${klogHead('W', this.nowMs, this.p.pid)} loader.go:223] Config not found: ${read.files.join(', ')}\n`));
    }
    return read;
  }

  get connection(): Connection {
    return (this.connectionMade ??= connectionOf(this.kubeconfig, this.globalFlags, this.p, this.release));
  }

  /** Those of all verbs: a verb's own --user is not the kubeconfig's. */
  get globalFlags(): Flags {
    return this.flags.without((this.verb.flags ?? []).map((flag) => flag.name));
  }

  /** --warnings-as-errors. */
  refuseWarnings(): void {
    const count = this.clientMade?.warningCount ?? 0;
    if (count > 0 && this.flags.bool('warnings-as-errors')) throw new CommandError(`${count} warning${count === 1 ? '' : 's'} received`);
  }

  get namespace(): string {
    return this.connection.namespace;
  }

  /** Was the namespace given for this command alone? */
  get isNamespaceGiven(): boolean {
    return this.flags.text('namespace') !== '';
  }

  get client(): ApiClient {
    return (this.clientMade ??= new ApiClient(this));
  }

  *discovery(): Task<Discovery> {
    if (!this.discovered) {
      this.isDiscovering = true;
      this.discovered = yield* discover(this.client);
      this.isDiscovering = false;
    }
    return this.discovered;
  }

  get openApi(): OpenApi {
    return (this.openApiRead ??= new OpenApi(this));
  }

  usageError(message: string): UsageError {
    return new UsageError(message);
  }

  /** Clients older than this release point at their help here. */
  usageErrorUntil(minor: number, message: string): CommandError {
    return this.release.minor < minor ? new UsageError(message) : new CommandError(message);
  }

  /** Fails when there are arguments where none belong. */
  takeNoArguments(): void {
    if (this.args.length > 0) throw new UsageError(`unexpected arguments: ${JSON.stringify(this.args).replaceAll(',', ' ').replaceAll('"', '')}`);
  }
}
