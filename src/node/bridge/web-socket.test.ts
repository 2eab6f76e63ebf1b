/** What a client sends that is no SPDY ends its connection, and not the bridge. */
import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import type { LiveSession } from './live-session.ts';
import { answerWebSocket } from './web-socket.ts';

test('a tunnel ends on a frame that cannot be read', () => {
  const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  const request = { method: 'GET', path: '/', query: new Map(), headers: { 'sec-websocket-protocol': 'SPDY/3.1+portforward.k8s.io', 'sec-websocket-key': 'abc' }, body: new Uint8Array(0) };
  answerWebSocket({} as LiveSession, request, socket);
  const streamWithoutId = Buffer.from([0x80, 3, 0, 1, 0, 0, 0, 0]);
  const masked = Buffer.concat([Buffer.from([0x82, 0x80 | streamWithoutId.length, 0, 0, 0, 0]), streamWithoutId]);
  socket.emit('data', masked);
  expect(socket.destroyed).toBe(true);
});
