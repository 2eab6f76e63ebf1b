/** Commands of buttons: each runs in a shell of its own, as the user of its host, and is reported when it has ended. */
import { concat, decodeUtf8 } from '../base/index.ts';
import { NullFile, SinkFile, type Host } from '../host/index.ts';
import type { Trace } from '../sim/index.ts';
import { credentials, homeOf } from './machine.ts';
import { environment } from './terminals.ts';

export interface CommandResult {
  readonly id: number;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const OUTPUT_MAX_BYTES = 1 << 20;

export class Commands {
  private readonly hosts: ReadonlyMap<string, Host>;
  private readonly trace: Trace;
  private readonly userOf: (host: string) => string;
  ended: (result: CommandResult) => void = () => {};

  constructor(hosts: ReadonlyMap<string, Host>, trace: Trace, userOf: (host: string) => string) {
    this.hosts = hosts;
    this.trace = trace;
    this.userOf = userOf;
  }

  run(id: number, hostName: string, text: string): void {
    const host = this.hosts.get(hostName);
    if (!host?.running) return this.ended({ id, exitCode: 255, stdout: '', stderr: `${hostName} is not running\n` });
    const user = this.userOf(hostName);
    const [out, err] = [collector('stdout'), collector('stderr')];
    host.spawn('/bin/bash', ['bash', '-c', text], {
      env: environment(user, host.facts),
      cwd: homeOf(user, host.facts.kernel),
      ...credentials(user, host.facts.kernel),
      setsid: true,
      fds: [new NullFile(), out.file, err.file],
      cause: this.trace.record(user, 'typed', 'typed', { line: text, host: hostName }),
      onExit: ({ code }) => this.ended({ id, exitCode: code, stdout: out.text(), stderr: err.text() }),
    });
  }
}

function collector(name: string): { file: SinkFile; text: () => string } {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const file = new SinkFile(name, (bytes) => {
    if (size < OUTPUT_MAX_BYTES) chunks.push(bytes.slice());
    size += bytes.length;
  });
  return { file, text: () => decodeUtf8(concat(chunks)) };
}
