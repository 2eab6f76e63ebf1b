// An owner with what it owns, or what storage no owner has: wanted, there and ready as figures, and below it its revisions, each in the colour of its pods.
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { splitKey, type OwnerRow, type RowKey } from '../../../client/index.ts';
import { useWords } from '../../page-context.ts';
import { useRow } from '../../rows/use-rows.ts';
import { hueColour } from '../../look/hues.ts';
import { Spot } from '../spot.tsx';
import { ownerFigures } from './owner-words.ts';
import { StorageLine } from './storage-line.tsx';

export const FamilyNode = memo(function FamilyNode({ data }: NodeProps) {
  const owner = useRow('owners', String(data['owner']));
  const w = useWords();
  if (!owner) return null;
  const words = stateWords(owner, w.diagram);
  return (
    <div className="family" data-deleting={owner.deleting}>
      <Spot about={`owners/${owner.id}`} label={`${owner.kind} ${owner.name}, ${ownerFigures(owner, w)}${words.map((x) => `, ${x}`).join('')}`} className="family-head">
        <span className="family-line">
          <span className="family-kind">{owner.kind}</span>
          <span className="family-words">
            {words.map((word) => (
              <span key={word} className="word" data-tone="warn" title={word}>
                {word}
              </span>
            ))}
          </span>
        </span>
        <span className="family-line">
          <span className="family-name mono" title={owner.name}>{owner.name}</span>
          <Figures owner={owner} />
        </span>
      </Spot>
      <FamilyLines data={data} />
    </div>
  );
});

/** Claims that no listed owner's pods use, and volumes that no claim has. */
export const StorageNode = memo(function StorageNode({ data }: NodeProps) {
  const w = useWords();
  return (
    <div className="family">
      <p className="family-kind storage-head">{w.diagram.storage}</p>
      <FamilyLines data={data} />
    </div>
  );
});

/** What stands below the head, and how many more there are of it. */
function FamilyLines({ data }: Pick<NodeProps, 'data'>) {
  const { diagram } = useWords();
  const lines = String(data['lines']);
  const [hidden, unlisted] = [Number(data['hidden']), Number(data['unlisted'])];
  return (
    <>
      {lines === '' ? null : lines.split(' ').map((about) => <FamilyLine key={about} about={about as RowKey} />)}
      {hidden > 0 ? <p className="family-more quiet">{diagram.oldRevisions(hidden)}</p> : null}
      {unlisted > 0 ? <p className="family-more quiet">{diagram.moreStorage(unlisted)}</p> : null}
    </>
  );
}

function stateWords(owner: OwnerRow, w: { readonly paused: string; readonly deleting: string }): string[] {
  const words: string[] = [];
  if (owner.deleting) words.push(w.deleting);
  if (owner.paused) words.push(w.paused);
  const stuck = owner.conditions.find((c) => (c.type === 'Progressing' && c.status === 'False') || (c.type === 'ReplicaFailure' && c.status === 'True'));
  if (stuck) words.push(stuck.reason);
  return words;
}

/** wanted / there / ready. A figure that has changed rises into its place. */
function Figures({ owner }: { readonly owner: OwnerRow }) {
  const w = useWords();
  if (owner.schedule !== '') return <span className="figures mono" title={ownerFigures(owner, w)}>{owner.schedule}</span>;
  const figures = [
    [w.diagram.wanted, owner.wanted],
    [w.diagram.have, owner.have],
    [owner.kind === 'Job' ? w.diagram.succeeded : w.diagram.ready, owner.ready],
  ] as const;
  return (
    <span className="figures">
      {figures.map(([name, value], i) => (
        <span key={name} className="figure" title={name}>
          {i > 0 ? <span className="figure-slash">/</span> : null}
          <span key={value} className="figure-value mono" data-short={i > 0 && value < owner.wanted}>
            {value}
          </span>
        </span>
      ))}
    </span>
  );
}

function FamilyLine({ about }: { readonly about: RowKey }) {
  const { table, id } = splitKey(about);
  return table === 'storage' ? <StorageLine id={id} /> : <RevisionLine id={id} />;
}

function RevisionLine({ id }: { readonly id: string }) {
  const owner = useRow('owners', id);
  const w = useWords();
  if (!owner) return null;
  const colour = hueColour(owner.hue);
  const isRun = owner.kind === 'Job'; // of a CronJob: told by its name, not by what it runs
  const idle = owner.wanted === 0 && owner.have === 0;
  const tag = owner.image.slice(owner.image.lastIndexOf('/') + 1);
  return (
    <Spot about={`owners/${id}`} label={`${owner.kind} ${owner.name}, ${isRun ? '' : `${w.diagram.revision(owner.revision)}, `}${owner.image}, ${ownerFigures(owner, w)}`} className="revision">
      <span className="revision-swatch" style={{ background: idle ? 'none' : colour, borderColor: colour }} />
      <span className="revision-number">{owner.revision > 0 ? `#${owner.revision}` : ''}</span>
      <span className="revision-image mono" data-idle={idle}>
        {isRun || tag === '' ? owner.name : tag}
      </span>
      <Figures owner={owner} />
    </Spot>
  );
}
