/** What a container has printed, sent as crictl shows it: all of it or the end, with times, and on as it comes. */
import { encodeUtf8, formatRfc3339Nano, type Call, type Request } from '../../base/index.ts';
import type { Container } from '../runtime/container.ts';

export function sendLog(container: Container, { query }: Request, call: Call): void {
  const has = (name: string): boolean => query.get(name)?.[0] === 'true';
  const tail = query.get('tail')?.[0];
  call.head(200, { 'content-type': 'text/plain' });
  const all = container.log.lines();
  let next = tail === undefined || Number(tail) < 0 ? 0 : (all.at(-Number(tail))?.number ?? Infinity);
  if (tail === '0') next = (all.at(-1)?.number ?? -1) + 1;
  else if (next === Infinity) next = 0;
  const send = (): void => {
    for (const line of container.log.lines(next)) {
      call.write(encodeUtf8(`${has('timestamps') ? `${formatRfc3339Nano(line.atMs)} ` : ''}${line.text}`));
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
