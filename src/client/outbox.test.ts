import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Mirror, Outbox, TABLE_NAMES, type HostRow, type ProcessRow, type TableName } from './index.ts';

const TABLES = ['hosts', 'processes'] as const;

function row(id: string, value: number): HostRow & ProcessRow {
  return { id, host: 'a', pid: value, cutFrom: [String(value % 2)] } as unknown as HostRow & ProcessRow;
}

const operation = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('put' as const), table: fc.constantFrom(...TABLES), id: fc.constantFrom('a', 'b', 'c/d'), value: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('drop' as const), table: fc.constantFrom(...TABLES), id: fc.constantFrom('a', 'b', 'c/d') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('send' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
);

function contents(mirror: Mirror): Record<string, unknown[]> {
  const all: Record<string, unknown[]> = {};
  for (const name of TABLE_NAMES) all[name] = [...mirror.list(name)].sort((a, b) => (a.id < b.id ? -1 : 1));
  return all;
}

test('whatever is put, dropped, sent and begun again, the mirror ends with what the engine has', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 60 }), (operations) => {
      const outbox = new Outbox();
      const mirror = new Mirror();
      const truth = new Map<TableName, Map<string, HostRow & ProcessRow>>(TABLES.map((t) => [t, new Map()]));
      const send = () => {
        const { seq, whole, patch } = outbox.take();
        mirror.apply(structuredClone(patch), whole);
        outbox.ack(seq);
      };
      for (const o of operations) {
        if (o.do === 'put') {
          const made = row(o.id, o.value);
          truth.get(o.table)!.set(o.id, made);
          outbox.put(o.table, made);
        } else if (o.do === 'drop') {
          truth.get(o.table)!.delete(o.id);
          outbox.drop(o.table, o.id);
        } else if (o.do === 'send') send();
        else {
          outbox.restart();
          for (const [table, rows] of truth) for (const made of rows.values()) outbox.put(table, made);
        }
      }
      send();
      const expected = contents(new Mirror());
      for (const [table, rows] of truth) expected[table] = [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
      expect(contents(mirror)).toEqual(expected);
    }),
  );
});

test('a row that comes out as it was sent is not sent again, and one that came and went is never sent', () => {
  const outbox = new Outbox();
  outbox.put('hosts', row('a', 1));
  outbox.ack(outbox.take().seq);
  outbox.put('hosts', row('a', 2));
  outbox.put('hosts', row('a', 1));
  outbox.put('hosts', row('b', 1));
  outbox.drop('hosts', 'b');
  expect(outbox.take().patch).toEqual({});
});

test('a crowd of rows goes in several messages, each row once; a page that begins gets all in one', () => {
  const outbox = new Outbox();
  const crowd = Array.from({ length: 1_000 }, (_, i) => row(`r${i}`, i));
  const messages = (rows: readonly HostRow[]): string[][] => {
    for (const each of rows) outbox.put('hosts', each);
    const sent: string[][] = [];
    for (;;) {
      const { seq, patch } = outbox.take();
      outbox.ack(seq);
      if (!patch.hosts) return sent;
      sent.push(patch.hosts.puts.map(({ id }) => id));
    }
  };
  expect(messages(crowd).map((ids) => ids.length)).toEqual([1_000]);
  const later = messages(crowd.map(({ id }) => row(id, -1)));
  expect(later.length).toBeGreaterThan(2);
  expect(later.flat()).toEqual(crowd.map(({ id }) => id));
});

test('nothing is ready to be sent until the last patch is acknowledged', () => {
  const outbox = new Outbox();
  expect(outbox.ready).toBe(true);
  const { seq } = outbox.take();
  expect(outbox.ready).toBe(false);
  outbox.ack(seq + 5); // an acknowledgement of what was never sent acknowledges what was
  expect(outbox.ready).toBe(true);
});

test('listeners hear of a patch once, and only of what it touched', () => {
  const mirror = new Mirror();
  let rows = 0;
  let table = 0;
  let other = 0;
  mirror.onRow('hosts', 'a', () => rows++);
  mirror.onTable('hosts', () => table++);
  mirror.onTable('pods', () => other++);
  mirror.apply({ hosts: { puts: [row('a', 1), row('b', 1)], drops: [] } });
  const list = mirror.list('hosts');
  expect([rows, table, other]).toEqual([1, 1, 0]);
  mirror.apply({ processes: { puts: [row('a', 1)], drops: [] } });
  expect(mirror.list('hosts')).toBe(list);
  mirror.apply({}, true);
  expect([rows, table, other]).toEqual([2, 2, 0]);
  expect(mirror.list('hosts')).toEqual([]);
});
