// A file on its sheet: a chip. A ghost when something above hides it; a copied-up one is seen to rise from where it lay.
import { Cpu, File, Folder, Link2, X } from 'lucide-react';
import { memo, type CSSProperties } from 'react';
import type { FileChip } from '../../../client/index.ts';
import { size } from '../../look/amounts.ts';
import { useActions, useWords } from '../../page-context.ts';
import type { Words } from '../../words/en.ts';
import { chipName, type ChipPlace } from './stack-lens.ts';

const ICONS = { file: File, folder: Folder, link: Link2, device: Cpu, whiteout: X, opaque: X } as const;

interface ChipProps {
  readonly of: string;
  readonly folder: string;
  readonly place: ChipPlace;
}

export const ChipMark = memo(function ChipMark({ of, folder, place }: ChipProps) {
  const { chip, rect, hidden, sheet, liftFrom } = place;
  const w = useWords();
  const actions = useActions();
  const { way, name } = chipName(chip.path, folder);
  const Icon = ICONS[chip.type];
  const shown = chip.type === 'whiteout' ? `.wh.${name}` : name;
  const opens = chip.type === 'folder' || chip.type === 'file';
  const style: CSSProperties & { '--lift': string } = { transform: `translate(${rect.x}px, ${rect.y}px)`, width: rect.w, height: rect.h, '--lift': `${liftFrom}px` };
  return (
    <button
      type="button"
      className="file-chip"
      style={style}
      data-type={chip.type}
      data-hidden={hidden}
      data-moves={chip.changedMs < 0 || sheet < 0 ? undefined : chip.type === 'whiteout' ? 'drop' : liftFrom > 0 ? 'lift' : 'come'}
      title={describeChip(chip, hidden, w)}
      aria-label={describeChip(chip, hidden, w)}
      disabled={!opens}
      onClick={() => actions.walkTo(chip.type === 'folder' ? { lens: 'stack', of, folder: chip.path } : { lens: 'file', of, sheet, path: chip.path })}
    >
      <span className="file-face">
        <Icon className="icon" aria-hidden="true" />
        <span className="file-name mono">
          {way === '' ? null : <span className="file-way">{way}</span>}
          <span className="file-base">{shown}</span>
        </span>
      </span>
    </button>
  );
});

function describeChip(chip: FileChip, hidden: boolean, w: Words): string {
  const parts = [chip.path];
  if (chip.type === 'whiteout') parts.push(w.stack.whiteout);
  else if (chip.type === 'opaque') parts.push(w.stack.opaque);
  else if (chip.type === 'link') parts.push(w.stack.link(chip.target));
  else if (chip.type === 'folder') parts.push(w.stack.files(chip.files), size(chip.sizeBytes));
  else parts.push(chip.mode, size(chip.sizeBytes));
  if (hidden) parts.push(w.stack.hidden);
  return parts.join(' · ');
}
