/** The requests that anybody in a world makes while a step is open, and what came of them: heard, never made. */
import { compilePattern } from '../base/index.ts';
import type { Session } from '../world/index.ts';

const KEPT_MAX = 200;

export class HttpAnswers {
  private readonly heard: { readonly words: string; readonly outcome: string }[] = [];
  readonly stop: () => void;

  /** `told` is called after each. */
  constructor({ world }: Session, told: () => void) {
    this.stop = world.network.observeRequests(({ target, method, path, status, error }) => {
      if (!('port' in target)) return;
      const host = 'host' in target ? target.host : target.address;
      this.heard.push({ words: `${method} ${host}:${target.port}${path}`, outcome: status > 0 ? String(status) : error });
      if (this.heard.length > KEPT_MAX) this.heard.shift();
      told();
    });
  }

  /** Of the last request whose words the pattern is found in; undefined when there was none. */
  last(pattern: string): string | undefined {
    const compiled = compilePattern(pattern);
    if ('error' in compiled) return undefined;
    return this.heard.findLast(({ words }) => compiled.pattern.test(words))?.outcome;
  }
}
