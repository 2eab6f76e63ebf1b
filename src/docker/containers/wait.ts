/** `docker wait`: answers when the container ends, was found ended, or is gone. The head comes at once, so that the client may go on to start it. */
import { encodeUtf8, printJson } from '../../base/index.ts';
import type { ApiCall } from '../door/exchange.ts';
import type { DockerEngine } from '../engine.ts';
import { badRequest } from '../errors.ts';
import type { DockerContainer } from './docker-container.ts';

const conditions = new Set(['', 'not-running', 'next-exit', 'removed']);

export function waitFor(engine: DockerEngine, container: DockerContainer, api: ApiCall): void {
  const condition = api.query('condition');
  if (!conditions.has(condition)) throw badRequest(`invalid condition: "${condition}"`);
  const { call } = api;
  call.head(200, { ...api.headers, 'content-type': 'application/json' });
  const answer = (code: number): void => {
    call.write(encodeUtf8(`${printJson({ StatusCode: code })}\n`));
    call.end();
  };
  if (condition === 'removed') {
    let code = container.runtime.record.status.exitCode;
    const again = (): void => {
      call.onClose(engine.lifecycle.onExit(container, (exit) => {
        code = exit;
        if (engine.containers.byWholeId(container.id)) again();
      }));
    };
    again();
    engine.lifecycle.onRemoval(container, () => answer(code));
    return;
  }
  if (condition !== 'next-exit' && !container.isRunning && !container.restarting) return answer(container.runtime.record.status.exitCode);
  call.onClose(engine.lifecycle.onExit(container, answer));
}
