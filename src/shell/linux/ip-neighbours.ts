/** ip neigh: whom this namespace has spoken with over its own wires. */
import { neighboursOf, routeTable } from '../../host/index.ts';
import { print, type ToolRun } from '../tool/tool.ts';
import { jsonText } from './ip-json.ts';
import { say, wordsAfter, type IpCall } from './ip-call.ts';

/** How long the kernel believes an address without asking again. */
const REACHABLE_MS = 30_000;

export function* ipNeighbours({ space, words, json }: IpCall): ToolRun {
  const [verb = 'show', ...rest] = words;
  if (!'show'.startsWith(verb) && !'list'.startsWith(verb) && verb !== 'ls') return yield* say(`Command "${verb}" is unknown, try "ip neighbour help".`, 255);
  const { plain, named } = wordsAfter(rest, ['dev', 'to', 'nud']);
  const only = plain[0] ?? named.get('to');
  const dev = named.get('dev');
  const { now } = space.stack.network.clock;
  const shown = neighboursOf(space, routeTable(space)).filter((one) => (only === undefined || one.address === only) && (dev === undefined || one.dev === dev));
  const stateOf = (one: (typeof shown)[number]) => (one.mac === undefined ? 'FAILED' : now - one.atMs < REACHABLE_MS ? 'REACHABLE' : 'STALE');
  if (json) yield* print(jsonText(shown.map((one) => ({ dst: one.address, dev: dev === undefined ? one.dev : undefined, lladdr: one.mac, state: [stateOf(one)] })), json === 'pretty'));
  else yield* print(shown.map((one) => `${one.address} ${dev === undefined ? `dev ${one.dev} ` : ''}${one.mac === undefined ? '' : `lladdr ${one.mac} `}${stateOf(one)} \n`).join(''));
  return 0;
}
