// The state of a container in a word of the page's language; a reason stays in the product's.
import type { ContainerRow } from '../../../client/index.ts';
import type { Words } from '../../words/en.ts';

export function stateOf(container: ContainerRow, w: Words): string {
  if (container.state === 'exited') return container.reason === '' || container.reason === 'Error' ? w.host.exited(container.exitCode) : container.reason;
  const state = w.host.states[container.state];
  return container.health === '' ? state : `${state} (${w.host.health[container.health]})`;
}
