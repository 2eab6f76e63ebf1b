import { expect, test } from 'vitest';
import { publishedPorts } from './published-ports.ts';

test('a card says once what is published at every address, and says where when it is one', () => {
  expect(publishedPorts(['0.0.0.0:8080->80/tcp', '[::]:8080->80/tcp', '127.0.0.1:53->53/udp', '443/tcp'])).toBe('8080→80 127.0.0.1:53→53/udp 443');
  expect(publishedPorts([])).toBe('');
});
