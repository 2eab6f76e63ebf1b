// A claim or a volume as a line with its disk: full once it is bound, dashed while it waits.
import { useWords } from '../../page-context.ts';
import { useRow } from '../../rows/use-rows.ts';
import { Spot } from '../spot.tsx';
import { storageWords } from './owner-words.ts';

export function StorageLine({ id }: { readonly id: string }) {
  const row = useRow('storage', id);
  const w = useWords();
  if (!row) return null;
  const words = storageWords(row, w);
  return (
    <Spot about={`storage/${id}`} label={words} className="revision storage-line">
      <svg className="storage-disk" viewBox="0 0 14 14" width="14" height="14" aria-hidden="true" data-phase={row.phase}>
        <path d="M1.5 3.5v7c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2v-7" />
        <ellipse cx="7" cy="3.5" rx="5.5" ry="2" />
      </svg>
      <span className="mono storage-name" title={words}>
        {row.name}
      </span>
      <span className="mono quiet">{row.phase === 'Bound' ? row.capacity : row.phase}</span>
    </Spot>
  );
}
