/**
 * What kubectl tells of its requests on standard error: from -v=6 that they were answered, from 7 what was asked, from 8 headers and bodies,
 * which are cut unless the level says otherwise. Up to 1.32 in sentences, since then as keys and values.
 */
import { statusLine } from '../../../base/index.ts';
import type { RequestInit, Response } from '../../../host/index.ts';
import { logHead } from '../command/discovery-log.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';

type Headers = Readonly<Record<string, string>>;

const FIRST_WITH_KEYS = 33;
const BODY_MAX: Readonly<Record<number, number>> = { 8: 1_024, 9: 10_240 };

export class RequestLog {
  private readonly k: Invocation;
  private readonly level: number;
  private hasBegun = false;

  constructor(k: Invocation) {
    this.k = k;
    this.level = Number(k.flags.text('v'));
  }

  *asks({ method, headers, body }: RequestInit, url: string): Task {
    if (this.level < 6) return;
    yield* this.begins();
    if (typeof body === 'string') yield* this.body('Request', body);
    if (this.level < 7) return;
    const sent = headers as Headers;
    if (this.inKeys) return yield* this.say('round_trippers.go:527', `"Request" verb="${method}" url="${url}" headers=${block(named(sent))}`);
    yield* this.say('round_trippers.go:463', `${method} ${url}`);
    yield* this.say('round_trippers.go:469', 'Request Headers:');
    for (const line of named(sent)) yield* this.say('round_trippers.go:473', `    ${line}`);
  }

  *answered({ method }: RequestInit, url: string, { status, headers }: Response, tookMs: number): Task {
    if (this.level < 6) return;
    const [is, ms] = [statusLine(status), Math.round(tookMs)];
    const got = this.level >= 8 ? named(headers) : undefined;
    if (this.inKeys) {
      const asked = this.level === 6 || this.level > 8 ? ` verb="${method}" url="${url}"` : '';
      return yield* this.say('round_trippers.go:632', `"Response"${asked} status="${is}"${got ? ` headers=${block(got)}` : ''} milliseconds=${ms}`);
    }
    if (this.level === 6) return yield* this.say('round_trippers.go:560', `${method} ${url} ${is} in ${ms} milliseconds`);
    yield* this.say('round_trippers.go:574', `Response Status: ${is} in ${ms} milliseconds`);
    if (!got) return;
    yield* this.say('round_trippers.go:577', 'Response Headers:');
    for (const line of got) yield* this.say('round_trippers.go:580', `    ${line}`);
  }

  *body(whose: 'Request' | 'Response', body: string): Task {
    if (this.level < 8) return;
    const most = BODY_MAX[this.level] ?? Infinity;
    const text = body.length <= most ? body : `${body.slice(0, most)} [truncated ${body.length - most} chars]`;
    const shown = text.includes('\n') ? block(text.replace(/\n$/, '').split('\n')) : JSON.stringify(text);
    yield* this.inKeys ? this.say('type.go:213', `"${whose} Body" body=${shown}`) : this.say('request.go:1351', `${whose} Body: ${text.replace(/\n$/, '')}`);
  }

  /** Which files it goes by, once. */
  private *begins(): Task {
    if (this.hasBegun) return;
    this.hasBegun = true;
    for (const file of this.k.kubeconfig.files) if (this.k.p.files.exists(file)) yield* this.say('loader.go:402', `Config loaded from file:  ${file}`);
  }

  private get inKeys(): boolean {
    return this.k.release.minor >= FIRST_WITH_KEYS;
  }

  private *say(source: string, text: string): Task {
    yield* this.k.warn(`${logHead(this.k, 'I')} ${source}] ${text}\n`);
  }
}

function named(headers: Headers): string[] {
  return Object.entries(headers).map(([name, value]) => `${name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase())}: ${name === 'authorization' ? masked(value) : value}`);
}

/** A log is shown to others: of who one is, only the manner is told. */
function masked(authorization: string): string {
  return authorization.replace(/^(basic|bearer|negotiate) .+|.+$/is, (_, manner?: string) => (manner ? `${manner} <masked>` : '<masked>'));
}

/** A value of several lines. */
function block(lines: readonly string[]): string {
  return `<\n${lines.map((line) => `\t${line}\n`).join('')} >`;
}
