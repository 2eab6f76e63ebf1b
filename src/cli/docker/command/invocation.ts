/** One docker command line being run: what it said, where it prints, and the daemon that it speaks with. */
import type { Process, SystemCall } from '../../../host/index.ts';
import type { Flags } from '../../kubectl/command/flag.ts';
import type { Task } from '../../kubectl/command/task.ts';
import type { EngineClient } from '../wire/engine-client.ts';
import type { DockerClientRelease } from './client-release.ts';
import { wordsOf } from './error-words.ts';
import { Exit } from './errors.ts';
import type { DockerVerb } from './verb.ts';

export class Invocation {
  readonly p: Process;
  readonly release: DockerClientRelease;
  readonly verb: DockerVerb;
  readonly path: string; // "docker container ls"
  readonly flags: Flags;
  readonly args: readonly string[];
  readonly engine: EngineClient;
  readonly configDir: string;
  readonly contextFlag: string; // --context; '' when it was not said

  constructor(p: Process, parts: { readonly release: DockerClientRelease; readonly verb: DockerVerb; readonly path: string; readonly flags: Flags; readonly args: readonly string[]; readonly engine: EngineClient; readonly configDir: string; readonly contextFlag: string }) {
    this.p = p;
    this.release = parts.release;
    this.verb = parts.verb;
    this.path = parts.path;
    this.flags = parts.flags;
    this.args = parts.args;
    this.engine = parts.engine;
    this.configDir = parts.configDir;
    this.contextFlag = parts.contextFlag;
  }

  print(text: string): SystemCall<void> {
    return this.p.print(text);
  }

  warn(text: string): SystemCall<void> {
    return this.p.error(text);
  }

  arg(index: number): string {
    return this.args[index] ?? '';
  }

  /** Milliseconds since 1970, as this machine believes. */
  get nowMs(): number {
    return this.p.host.wallMs;
  }

  /** `act` for each, its name printed when it went well; what went wrong with others is told at the end. */
  *each(names: readonly string[], act: (name: string) => Task<string | void>): Task {
    const told: string[] = [];
    for (const name of names) {
      try {
        const shown = yield* act(name);
        yield* this.print(`${shown ?? name}\n`);
      } catch (error) {
        const words = wordsOf(error, this.engine.address);
        if (words === undefined) throw error;
        told.push(`${words}\n`);
      }
    }
    if (told.length === 0) return;
    yield* this.warn(told.join(''));
    throw new Exit(1);
  }
}
