// What the figures of an owner mean in words: pods wanted, there and ready; of a Job its runs; of a CronJob its schedule.
import type { OwnerRow, StorageRow } from '../../../client/index.ts';
import type { Words } from '../../words/en.ts';

export function ownerFigures(owner: OwnerRow, { diagram }: Words): string {
  if (owner.schedule !== '') return diagram.schedule(owner.schedule, owner.have);
  return owner.kind === 'Job' ? diagram.runs(owner.wanted, owner.have, owner.ready) : diagram.figures(owner.wanted, owner.have, owner.ready);
}

export function storageWords({ kind, name, phase, boundTo, capacity }: StorageRow, { diagram }: Words): string {
  return `${kind} ${name}, ${phase}${capacity === '' ? '' : `, ${capacity}`}${boundTo === '' ? '' : `, ${diagram.boundTo(boundTo)}`}`;
}
