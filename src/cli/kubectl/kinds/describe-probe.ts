/** A probe on one line: "http-get http://:80/ delay=0s timeout=1s period=1s #success=1 #failure=3". */
import type { Json } from '../../../base/index.ts';
import { count, has, list, text } from '../objects/member.ts';

export function probeText(probe: Json): string {
  const times = `delay=${count(probe, 'initialDelaySeconds')}s timeout=${count(probe, 'timeoutSeconds')}s period=${count(probe, 'periodSeconds')}s`;
  return `${actionText(probe)} ${times} #success=${count(probe, 'successThreshold')} #failure=${count(probe, 'failureThreshold')}`;
}

function actionText(probe: Json): string {
  if (has(probe, 'exec')) return `exec [${list(probe, 'exec', 'command').map(String).join(' ')}]`;
  if (has(probe, 'httpGet')) {
    const port = text(probe, 'httpGet', 'port');
    const host = `${text(probe, 'httpGet', 'host')}${port === '' ? '' : `:${port}`}`;
    const path = text(probe, 'httpGet', 'path');
    return `http-get ${(text(probe, 'httpGet', 'scheme') || 'HTTP').toLowerCase()}://${host}${path.startsWith('/') || path === '' ? path : `/${path}`}`;
  }
  if (has(probe, 'tcpSocket')) return `tcp-socket ${text(probe, 'tcpSocket', 'host')}:${text(probe, 'tcpSocket', 'port')}`;
  if (has(probe, 'grpc')) return `grpc <pod>:${text(probe, 'grpc', 'port')} ${text(probe, 'grpc', 'service')}`;
  return 'unknown';
}
