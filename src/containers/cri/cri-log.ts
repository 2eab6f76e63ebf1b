/** What a container has printed, sent as crictl shows it: all of it or the end, with times, and on as it comes. */
import { concat, encodeUtf8, formatRfc3339Nano, type Call, type Request } from '../../base/index.ts';
import type { Container } from '../runtime/container.ts';

export function sendLog(container: Container, { query }: Request, call: Call): void {
  const has = (name: string): boolean => query.get(name)?.[0] === 'true';
  const tail = Number(query.get('tail')?.[0] ?? -1);
  call.head(200, { 'content-type': 'text/plain' });
  const all = container.log.lines();
  let next = all[tail >= 0 ? Math.max(all.length - tail, 0) : 0]?.number ?? (all.at(-1)?.number ?? -1) + 1;
  const send = (): void => {
    for (const line of container.log.lines(next)) {
      call.write(has('timestamps') ? concat([encodeUtf8(`${formatRfc3339Nano(line.atMs, 0, 'fixed')} `), line.bytes]) : line.bytes);
      next = line.number + 1;
    }
    if (has('follow') && container.running) return;
    cancel();
    call.end();
  };
  const cancel = has('follow') ? container.log.onAdd(send) : () => {};
  call.onClose(() => cancel());
  send();
}
