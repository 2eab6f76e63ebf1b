/** Port-forward over a SPDY connection: for each connection to a port the client opens two streams, for errors and for data. */
import { concat, decodeUtf8, encodeUtf8, frame, FrameReader } from '../../base/index.ts';
import type { BridgedRequest, Exchange, LiveSession } from './live-session.ts';
import type { SpdyConnection, SpdyStream } from './spdy-connection.ts';

const dataChannel = 0;
const portBytes = 2; // with which each channel begins

export function forwardPorts(live: LiveSession, request: BridgedRequest, connection: SpdyConnection): void {
  const errors = new Map<string, SpdyStream>();
  const open = new Map<string, Exchange>();
  connection.onStream = (stream) => {
    const { headers } = stream;
    const id = headers.get('requestid') ?? '';
    if (headers.get('streamtype') === 'error') {
      errors.set(id, stream);
      return;
    }
    const error = errors.get(id);
    errors.delete(id);
    if (!error) return stream.end();
    let hasEnded = false; // a refusal comes before there is an exchange
    const exchange = connectTo(live, request, headers.get('port') ?? '', stream, error, () => {
      hasEnded = true;
      open.delete(id);
    });
    if (!hasEnded) open.set(id, exchange);
    stream.handler = { data: (bytes) => exchange.send(frame(dataChannel, new Uint8Array(bytes))), ended: () => exchange.send(null) };
  };
  connection.onClose = () => {
    for (const exchange of open.values()) exchange.close();
  };
}

function connectTo(live: LiveSession, request: BridgedRequest, port: string, data: SpdyStream, error: SpdyStream, ended: () => void): Exchange {
  const frames = new FrameReader();
  const begun = new Set<number>();
  const refused: Uint8Array[] = [];
  let isOpen = false;
  return live.open(
    { ...request, query: new Map([['ports', [port]]]) },
    {
      head: (status) => void (isOpen = status === 101),
      write(chunk, taken) {
        if (isOpen) {
          for (const { channel, payload } of frames.push(chunk)) {
            const bytes = begun.has(channel) ? payload : payload.subarray(portBytes);
            begun.add(channel);
            (channel === dataChannel ? data : error).write(bytes);
          }
        } else refused.push(chunk);
        taken();
      },
      end() {
        if (refused.length > 0) error.write(encodeUtf8(reasonOf(decodeUtf8(concat(refused)))));
        error.end();
        data.end();
        ended();
      },
    },
  );
}

/** The message of a Status, or what there is. */
function reasonOf(text: string): string {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text;
  }
}
